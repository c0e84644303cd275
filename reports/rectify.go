package reports

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"cdoscore/pipeline/rectification"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// statuses are a unit's findings as they stand at the period's end: those closed
// before it began are over.
func (e *Edition) statuses(ctx context.Context, unit string) ([]rectification.Status, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.findings == nil {
		r := rectification.Register{Workspace: e.b.Workspace, Ledger: e.b.Ledger, Now: e.b.Now, Until: e.to}
		list, err := r.Follow(ctx, "")
		if err != nil {
			return nil, err
		}
		e.findings = map[string][]rectification.Status{}
		for _, s := range list {
			e.findings[s.Finding.Unit] = append(e.findings[s.Finding.Unit], s)
		}
	}
	return e.findings[unit], nil
}

// rectified counts a unit's findings on the day after the period.
func (e *Edition) rectified(ctx context.Context, unit string) (Rectified, error) {
	list, err := e.statuses(ctx, unit)
	if err != nil {
		return Rectified{}, err
	}
	s := rectification.Summarise(list, e.now.period.Last.AddDate(0, 0, 1))
	out := Rectified{Findings: s.Findings, InTime: s.InTime, Overdue: s.Overdue, Recurred: s.Recurred, Done: s.Done, Longest: s.Longest}
	if rate, ok := s.Rate(); ok {
		out.Rate = Points{Value: 100 * rate, Assessed: true}
	}
	return out, nil
}

// rectifyLines lists the unit's findings and what else cost points, the most lost
// first.
func (e *Edition) rectifyLines(ctx context.Context, us *unitState, lines []RuleLine, lang string) ([]RectifyLine, error) {
	statuses, err := e.statuses(ctx, us.unit.ID)
	if err != nil {
		return nil, err
	}
	issued := map[[2]string]rectification.Status{}
	for _, s := range statuses {
		issued[[2]string{s.Finding.Dataset, s.Finding.Rule}] = s
	}
	deadline, err := e.b.deadline(e.now.period.Last.AddDate(0, 0, 1))
	if err != nil {
		return nil, err
	}
	var out []RectifyLine
	for _, l := range lines {
		key := [2]string{l.Dataset, l.RuleID}
		s, is := issued[key]
		delete(issued, key)
		if is && e.over(s) || !is && l.Lost <= 0 {
			continue
		}
		line := e.b.rectifyLine(l, deadline)
		if is {
			line.follow(s, e.b.Workspace.Zone)
		}
		out = append(out, line)
	}
	for _, s := range statuses {
		if _, left := issued[[2]string{s.Finding.Dataset, s.Finding.Rule}]; left && !e.over(s) {
			out = append(out, e.b.findingLine(s, lang))
		}
	}
	slices.SortStableFunc(out, func(a, b RectifyLine) int { return cmp.Compare(b.Lost, a.Lost) })
	return out, nil
}

// over reports whether a finding was closed before the period began.
func (e *Edition) over(s rectification.Status) bool {
	return s.State == rectification.Closed && s.ClosedOn < e.now.period.First.Format(time.DateOnly)
}

// rectifyLine is a line that costs points, as it would be issued.
func (b *Builder) rectifyLine(l RuleLine, deadline time.Time) RectifyLine {
	line := RectifyLine{Code: l.Code, Dataset: l.DatasetName, Field: l.Field, KindTitle: l.Title, Description: l.Note,
		Failed: l.Failed, Evaluated: l.Evaluated, Lost: l.Lost, Recoverable: l.Lost - l.Locked, Deadline: deadline}
	if d := b.Workspace.Dataset(l.Dataset); d != nil {
		line.Office, line.Person = d.Owner.Office, d.Owner.Person
	}
	if l.Note.Key == "" {
		line.Description = rules.Note{Key: "reason." + l.Kind}
	}
	return line
}

// findingLine is a finding whose rule the period did not judge.
func (b *Builder) findingLine(s rectification.Status, lang string) RectifyLine {
	line := RectifyLine{Failed: s.Finding.Failed, Evaluated: s.Finding.Evaluated, KindTitle: rules.Text{ZhHans: s.Finding.Rule, ZhHant: s.Finding.Rule, En: s.Finding.Rule}}
	if d := b.Workspace.Dataset(s.Finding.Dataset); d != nil {
		line.Dataset, line.Office, line.Person = d.Title, d.Owner.Office, d.Owner.Person
		for _, r := range d.Rules {
			if r.ID == s.Finding.Rule {
				line.KindTitle, line.Field = r.Title, FieldTitles(d, r.Fields(), lang)
				if r.Title.IsZero() {
					line.KindTitle = r.Kind.Doc.Title
				}
				line.Description = rules.Note{Key: "reason." + r.Kind.Name}
			}
		}
	}
	line.follow(s, b.Workspace.Zone)
	return line
}

// follow takes in what became of the line's finding.
func (l *RectifyLine) follow(s rectification.Status, zone *time.Location) {
	l.Number, l.State, l.Times, l.ClosedOn = s.Finding.Number, string(s.State), s.Times, s.ClosedOn
	l.Issued = s.Finding.Issued.In(zone)
	if t, err := time.ParseInLocation(time.DateOnly, s.Finding.Deadline, zone); err == nil {
		l.Deadline = t
	}
	if r := s.Reply; r != nil {
		l.Analysis, l.Measures, l.Planned, l.Progress, l.Evidence = r.Analysis, r.Measures, r.Planned, r.Progress, r.Evidence
	}
	if c := s.Checked; c != nil {
		l.CheckedSlot, l.CheckedFailed, l.CheckedEvaluated = c.Slot, c.Failed, c.Evaluated
	}
}

// deadline counts working days where the calendar reaches, else calendar days of
// the same weeks.
func (b *Builder) deadline(issued time.Time) (time.Time, error) {
	days := b.Workspace.Rectify.Days
	t, err := b.Workspace.Calendar.AddWorkingDays(issued, days)
	if errors.Is(err, workspace.ErrCalendarEnds) {
		return issued.AddDate(0, 0, (days+4)/5*7), nil
	}
	return t, err
}
