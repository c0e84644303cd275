package rectification

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
)

// Register issues findings and follows them.
type Register struct {
	Workspace *workspace.Workspace
	Ledger    *ledger.Ledger
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
	judgements, err := r.Ledger.Judgements(ctx, ledger.Filter{From: period.From, To: period.To}, func(ledger.RuleKey) bool { return true }, newestScored)
	if err != nil {
		return nil, err
	}
	var list []ledger.Finding
	for _, d := range r.Workspace.Datasets {
		for _, rule := range d.Rules {
			newest := judgements[ledger.RuleKey{Dataset: d.ID, Rule: rule.ID}]
			if len(newest) == 0 || !d.InScope {
				continue
			}
			c := check(newest[0])
			if c.Failed == 0 {
				continue
			}
			list = append(list, ledger.Finding{Unit: d.Unit, Dataset: d.ID, Rule: rule.ID, Period: period.Name, Slot: c.Slot, LastDay: c.LastDay,
				Evaluated: c.Evaluated, Failed: c.Failed, Issued: r.Now, Deadline: deadline})
		}
	}
	return r.Ledger.IssueFindings(ctx, list, actor)
}

// newestScored keeps the newest slot that could judge a rule while it was scored.
func newestScored(list []ledger.Judgement, next ledger.Judgement) []ledger.Judgement {
	if !next.Scored || check(next).Evaluated == 0 || len(list) > 0 && next.Slot < list[0].Slot {
		return list
	}
	return append(list[:0], next)
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
		out[i] = Follow(f, replies[f.Number], checks[ruleOf(f)], r.Workspace.Rectify.CloseAfter)
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
	for _, c := range checks[ruleOf(f)] {
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

// checks reads the slots after the earliest finding, of the rules that have one.
func (r *Register) checks(ctx context.Context, findings []ledger.Finding) (map[ledger.RuleKey][]Check, error) {
	wanted, datasets := map[ledger.RuleKey]bool{}, map[string]bool{}
	f := ledger.Filter{From: findings[0].LastDay, To: r.Until}
	for _, x := range findings {
		wanted[ruleOf(x)], datasets[x.Dataset] = true, true
		f.From = min(f.From, x.LastDay)
	}
	f.Datasets = slices.Sorted(maps.Keys(datasets))
	judgements, err := r.Ledger.Judgements(ctx, f, func(k ledger.RuleKey) bool { return wanted[k] }, ledger.Append)
	if err != nil {
		return nil, err
	}
	out := make(map[ledger.RuleKey][]Check, len(judgements))
	cutoffs := map[string]time.Time{} // by the last day, the midnight after it
	for key, list := range judgements {
		checks := make([]Check, len(list))
		for i, j := range list {
			cutoff, known := cutoffs[j.LastDay]
			if !known {
				day, err := time.ParseInLocation(time.DateOnly, j.LastDay, r.Workspace.Zone)
				if err != nil {
					return nil, fmt.Errorf("dataset %s, slot %s: %w", key.Dataset, j.Slot, err)
				}
				cutoff = day.AddDate(0, 0, 1)
				cutoffs[j.LastDay] = cutoff
			}
			checks[i] = check(j)
			checks[i].Cutoff = cutoff
		}
		out[key] = checks
	}
	return out, nil
}

func ruleOf(f ledger.Finding) ledger.RuleKey {
	return ledger.RuleKey{Dataset: f.Dataset, Rule: f.Rule}
}

// check reads a slot's counts, without its cut-off. A judgement of the extract as a whole
// fails where it did not earn all its points.
func check(j ledger.Judgement) Check {
	out := Check{Slot: j.Slot, LastDay: j.LastDay, Evaluated: j.Evaluated, Failed: j.Failed - j.Exempt}
	if j.Credited {
		out.Evaluated, out.Failed = 1, 0
		if j.Credit < 1000 {
			out.Failed = 1
		}
	}
	return out
}
