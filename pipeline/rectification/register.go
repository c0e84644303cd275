package rectification

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// Register issues findings and follows them.
type Register struct {
	Workspace *workspace.Workspace
	Ledger    *ledger.Ledger
	History   ledger.History
	Now       time.Time
	Until     string // YYYY-MM-DD: nothing of later slots counts; "" is open
}

// Issue records as findings the scored rules that fail in the newest slot of the
// period that they could judge, and returns those that were not on record yet. A
// fault that was mended within the period is not issued.
func (r *Register) Issue(ctx context.Context, period workspace.Cycle, actor string) ([]ledger.Finding, error) {
	deadline, err := r.deadline()
	if err != nil {
		return nil, err
	}
	newest := map[[2]string]judged{}
	err = r.outcomes(ctx, ledger.Filter{From: period.From, To: period.To}, func(j judged) {
		if j.scored && j.check.Evaluated > 0 {
			newest[[2]string{j.dataset, j.rule}] = j
		}
	})
	if err != nil {
		return nil, err
	}
	var list []ledger.Finding
	for _, d := range r.Workspace.Datasets {
		for _, rule := range d.Rules {
			j, ok := newest[[2]string{d.ID, rule.ID}]
			if !ok || j.check.Failed == 0 || !d.InScope {
				continue
			}
			list = append(list, ledger.Finding{Unit: d.Unit, Dataset: d.ID, Rule: rule.ID, Period: period.Name, Slot: j.check.Slot, LastDay: j.check.LastDay,
				Evaluated: j.check.Evaluated, Failed: j.check.Failed, Issued: r.Now, Deadline: deadline})
		}
	}
	return r.Ledger.IssueFindings(ctx, list, actor)
}

// deadline is so many working days after today.
func (r *Register) deadline() (string, error) {
	days := r.Workspace.Rectify.Days
	t, err := r.Workspace.Calendar.AddWorkingDays(r.Now.In(r.Workspace.Zone), days)
	if errors.Is(err, workspace.ErrCalendarEnds) {
		return "", fmt.Errorf("the deadline of %d working days cannot be told: %w: extend calendar.yaml", days, err)
	}
	return t.Format(time.DateOnly), err
}

// Follow returns what became of every finding of a unit, or with "" of all, by
// number.
func (r *Register) Follow(ctx context.Context, unit string) ([]Status, error) {
	findings, err := r.Ledger.Findings(ctx, unit)
	if r.Until != "" {
		findings = slices.DeleteFunc(findings, func(f ledger.Finding) bool { return f.LastDay > r.Until })
	}
	if err != nil || len(findings) == 0 {
		return nil, err
	}
	replies, err := r.replies(ctx, unit)
	if err != nil {
		return nil, err
	}
	checks, err := r.checks(ctx, findings)
	if err != nil {
		return nil, err
	}
	out := make([]Status, len(findings))
	for i, f := range findings {
		out[i] = Follow(f, replies[f.Number], checks[[2]string{f.Dataset, f.Rule}], r.Workspace.Rectify.CloseAfter)
	}
	return out, nil
}

// Course is a finding with everything that came after it.
type Course struct {
	Status
	Replies []ledger.Reply // oldest first
	Checks  []Check        // of the slots after the finding's own, oldest first
}

// Course tells of one finding of a unit. Its error wraps ledger.ErrUnknownFinding.
func (r *Register) Course(ctx context.Context, unit, number string) (Course, error) {
	findings, err := r.Ledger.Findings(ctx, unit)
	if err != nil {
		return Course{}, err
	}
	i := slices.IndexFunc(findings, func(f ledger.Finding) bool { return f.Number == number })
	if i < 0 {
		return Course{}, fmt.Errorf("%w: %s", ledger.ErrUnknownFinding, number)
	}
	f := findings[i]
	replies, err := r.replies(ctx, unit)
	if err != nil {
		return Course{}, err
	}
	checks, err := r.checks(ctx, findings[i:i+1])
	if err != nil {
		return Course{}, err
	}
	out := Course{Replies: replies[number]}
	for _, c := range checks[[2]string{f.Dataset, f.Rule}] {
		if c.LastDay > f.LastDay {
			out.Checks = append(out.Checks, c)
		}
	}
	out.Status = Follow(f, out.Replies, out.Checks, r.Workspace.Rectify.CloseAfter)
	return out, nil
}

func (r *Register) replies(ctx context.Context, unit string) (map[string][]ledger.Reply, error) {
	list, err := r.Ledger.Replies(ctx, unit)
	if err != nil {
		return nil, err
	}
	out := map[string][]ledger.Reply{}
	for _, x := range list {
		out[x.Finding] = append(out[x.Finding], x)
	}
	return out, nil
}

// checks reads the slots after the earliest finding, of the datasets that have one.
func (r *Register) checks(ctx context.Context, findings []ledger.Finding) (map[[2]string][]Check, error) {
	wanted := map[[2]string]bool{}
	f := ledger.Filter{From: findings[0].LastDay, To: r.Until}
	for _, x := range findings {
		wanted[[2]string{x.Dataset, x.Rule}] = true
		f.From = min(f.From, x.LastDay)
		if !slices.Contains(f.Datasets, x.Dataset) {
			f.Datasets = append(f.Datasets, x.Dataset)
		}
	}
	out := map[[2]string][]Check{}
	err := r.outcomes(ctx, f, func(j judged) {
		if key := [2]string{j.dataset, j.rule}; wanted[key] {
			out[key] = append(out[key], j.check)
		}
	})
	return out, err
}

// judged is what one slot shows of a rule.
type judged struct {
	dataset, rule string
	scored        bool
	check         Check
}

// outcomes gives the rules' outcomes in the current results of the slots chosen,
// each dataset's slots oldest first.
func (r *Register) outcomes(ctx context.Context, f ledger.Filter, take func(judged)) error {
	current, err := r.Ledger.CurrentResults(ctx, f)
	if err != nil {
		return err
	}
	slices.SortStableFunc(current, func(a, b ledger.SlotResult) int { return a.End.Compare(b.End) })
	for begin := 0; begin < len(current); {
		end := begin
		for end < len(current) && current[end].End.Equal(current[begin].End) {
			end++
		}
		if err := r.sameEnd(ctx, current[begin:end], f.Datasets, take); err != nil {
			return err
		}
		begin = end
	}
	return nil
}

// sameEnd reads the slots that end at one moment; they may lie in several runs.
func (r *Register) sameEnd(ctx context.Context, list []ledger.SlotResult, datasets []string, take func(judged)) error {
	counts := map[[3]string]ledger.SlotResult{} // by run, dataset, slot
	var runs []string
	for _, c := range list {
		counts[[3]string{c.RunID, c.Dataset, c.Slot}] = c
		if !slices.Contains(runs, c.RunID) {
			runs = append(runs, c.RunID)
		}
	}
	slices.Sort(runs)
	for _, run := range runs {
		rows, err := r.History.Results(ctx, []string{r.Ledger.ResultsPath(run)}, ledger.ResultFilter{Records: []string{ledger.RuleRecord}, Datasets: datasets})
		if err != nil {
			return fmt.Errorf("results of run %s: %w", run, err)
		}
		for _, row := range rows {
			if c, ok := counts[[3]string{run, row.Dataset, row.Slot}]; ok {
				take(judged{row.Dataset, row.Rule, row.Scored, r.check(row, c)})
			}
		}
	}
	return nil
}

// check reads a row's counts. A judgement of the extract as a whole fails where it
// did not earn all its points.
func (r *Register) check(row ledger.Row, c ledger.SlotResult) Check {
	end := c.End.In(r.Workspace.Zone)
	out := Check{Slot: c.Slot, LastDay: end.Add(-1).Format(time.DateOnly), Cutoff: end, Evaluated: row.Evaluated, Failed: row.Failed - row.Exempt}
	if row.Credit != nil {
		out.Evaluated, out.Failed = 1, 0
		if *row.Credit < 1000 {
			out.Failed = 1
		}
	}
	return out
}
