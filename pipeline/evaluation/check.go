package evaluation

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// checker checks one form that came back.
type checker struct {
	evaluator *Evaluator
	standing  *Standing
	filled    Filled
	unit      string
	now       Form // the same form as it would be issued now
	problems  []Problem
}

func (c *checker) fail(at, key string, args ...string) {
	c.problems = append(c.problems, problem(at, key, args...))
}

func (c *checker) check() []ledger.EvaluationEntry {
	f, s := c.filled.Form, c.standing
	switch {
	case f.Cycle != c.evaluator.Cycle.Name:
		c.fail("", "wrong.cycle", f.Cycle, c.evaluator.Cycle.Name)
	case !takes(s.State(), f.Stage) || f.Version != s.Version():
		c.fail("", "wrong.stage", f.Stage, fmt.Sprint(f.Version), s.State(), fmt.Sprint(s.Version()))
	case c.unit != "" && f.Unit != c.unit:
		at := ""
		if len(c.filled.Lines) > 0 {
			at = c.filled.Lines[0].UnitAt
		}
		c.fail(at, "wrong.unit", f.Unit, c.unit)
	}
	var own workspace.Reviewer
	if f.Reviewer != "" {
		var known bool
		if own, known = c.evaluator.Workspace.Reviews[f.Cycle].Reviewer(f.Reviewer); !known {
			c.fail("", "wrong.reviewer", f.Reviewer)
		}
	}
	if len(c.problems) > len(c.filled.Problems) {
		return nil
	}
	c.now = c.evaluator.form(s, FormRequest{Stage: f.Stage, Unit: f.Unit, Reviewer: f.Reviewer, Lang: f.Lang}, nil)
	var out []ledger.EvaluationEntry
	for _, line := range c.filled.Lines {
		if x, ok := c.line(line, own); ok {
			out = append(out, x)
		}
	}
	return out
}

// line checks one row; false: nothing new was filled in, or it is wrong.
func (c *checker) line(l FilledLine, own workspace.Reviewer) (ledger.EvaluationEntry, bool) {
	if l.Row.Recused && l.Points.Text != "" {
		c.fail(l.Points.At, "wrong.own_unit", c.filled.Form.Reviewer)
	}
	points, text, evidence := l.Row.filledBefore(c.filled.Form.Stage)
	if !l.Row.Open || l.Points.Text == pointsText(points) && l.Text.Text == text && l.Evidence.Text == evidence {
		return ledger.EvaluationEntry{}, false
	}
	before := len(c.problems)
	if own.Unit != "" && own.Unit == l.Row.Unit {
		c.fail(l.Points.At, "wrong.own_unit", own.Name)
	}
	if c.stale(l.Row) {
		c.fail(l.Points.At, "wrong.stale")
	}
	given := c.points(l)
	x := ledger.EvaluationEntry{
		Cycle: c.filled.Form.Cycle, Version: c.filled.Form.Version, Stage: c.filled.Form.Stage, Unit: l.Row.Unit, Indicator: l.Row.Indicator,
		Reviewer: c.filled.Form.Reviewer, Points: given, Text: strings.TrimSpace(l.Text.Text), On: c.evaluator.Now.In(c.evaluator.Workspace.Zone).Format(time.DateOnly),
		At: c.evaluator.Now, Source: "form " + c.filled.Form.Number,
	}
	if len(c.problems) == before {
		c.proof(l, &x)
	}
	return x, len(c.problems) == before
}

// points reads the points of a row.
func (c *checker) points(l FilledLine) int64 {
	switch {
	case l.Points.Text == "":
		c.fail(l.Points.At, "wrong.no_points")
		return 0
	case !l.Points.Number:
		c.fail(l.Points.At, "wrong.text", l.Points.Text)
		return 0
	}
	hundredths, ok := readPoints(l.Points.Text)
	switch {
	case !ok:
		c.fail(l.Points.At, "wrong.number", l.Points.Text)
	case hundredths > l.Row.Most:
		c.fail(l.Points.At, "wrong.beyond", l.Points.Text, pointsText(&l.Row.Most))
	case len(l.Row.Steps) > 0 && !slices.ContainsFunc(l.Row.Steps, func(s workspace.Step) bool { return s.Points == hundredths }):
		c.fail(l.Points.At, "wrong.step", l.Points.Text, stepsText(l.Row.Steps))
	default:
		return hundredths
	}
	return 0
}

// proof checks what must stand beside points: evidence behind points of a
// reviewer's item, a reason where points were taken off or changed.
func (c *checker) proof(l FilledLine, x *ledger.EvaluationEntry) {
	reviewed := l.Row.Mode != workspace.ModeAuto && l.Row.Measured == nil
	switch x.Stage {
	case SelfAssessment:
		x.Reviewer = l.Row.Unit
		x.Evidence = c.evidence(l)
		if x.Evidence == "" && reviewed && x.Points > 0 {
			c.fail(l.Evidence.At, "wrong.no_evidence", l.Row.Unit, l.Row.Indicator)
		}
		return
	case FirstReview:
		if x.Points < l.Row.Most && x.Text == "" {
			c.fail(l.Text.At, "wrong.no_reason")
		}
	case SecondReview:
		if l.Row.First != nil && x.Points != *l.Row.First && x.Text == "" {
			c.fail(l.Text.At, "wrong.no_opinion")
		}
	}
	if x.Points > 0 && l.Row.Evidence == "" && len(c.standing.EvidenceFor(l.Row.Unit, l.Row.Indicator)) == 0 {
		c.fail(l.Points.At, "wrong.unproven", l.Row.Unit, l.Row.Indicator)
	}
	if x.Stage == FirstReview && !c.standing.wants(l.Row.Unit, l.Row.Indicator, x.Reviewer) {
		c.fail(l.Points.At, "wrong.not_asked")
	}
}

// evidence checks the numbers of a cell against the register.
func (c *checker) evidence(l FilledLine) string {
	numbers := strings.FieldsFunc(l.Evidence.Text, func(r rune) bool { return strings.ContainsRune("、，,;； \n\t　", r) })
	for _, n := range numbers {
		i := slices.IndexFunc(c.standing.Evidence, func(e ledger.Evidence) bool { return e.Number == n })
		switch {
		case i < 0:
			c.fail(l.Evidence.At, "wrong.evidence", n)
		case c.standing.Evidence[i].Unit != l.Row.Unit:
			c.fail(l.Evidence.At, "wrong.foreign_evidence", n, c.standing.Evidence[i].Unit)
		case c.standing.Evidence[i].Indicator != l.Row.Indicator:
			c.fail(l.Evidence.At, "wrong.other_evidence", n, c.standing.Evidence[i].Indicator)
		}
	}
	return strings.Join(numbers, "、")
}

// stale reports whether what the row rests on has changed since the form was
// issued. Figures of the system move every night; nobody enters points by them.
func (c *checker) stale(issued FormRow) bool {
	for _, sheet := range c.now.Sheets {
		for _, now := range sheet.Rows {
			if now.Unit == issued.Unit && now.Indicator == issued.Indicator {
				return !reflect.DeepEqual(now.basis(), issued.basis())
			}
		}
	}
	return true
}

// basis is what the points of a row rest on.
func (r FormRow) basis() FormRow {
	r.Measured, r.Final, r.Open, r.Recused, r.Name, r.UnitName = nil, nil, false, false, rules.Text{}, rules.Text{}
	if len(r.Steps) == 0 {
		r.Steps = nil
	}
	return r
}

// filledBefore is what the open cells held when the form was issued.
func (r FormRow) filledBefore(stage string) (points *int64, text, evidence string) {
	switch stage {
	case SelfAssessment:
		return r.Self, r.SelfText, r.Evidence
	case FirstReview:
		return r.First, r.FirstText, ""
	case SecondReview:
		return r.Second, r.SecondText, ""
	}
	return nil, "", ""
}

// readPoints reads a number of a cell as hundredths; programs write 1.1 as
// 1.1000000000000001.
func readPoints(text string) (int64, bool) {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || x < 0 || x > 1000 {
		return 0, false
	}
	hundredths := math.Round(x * 100)
	return int64(hundredths), math.Abs(hundredths/100-x) < 1e-9
}

// pointsText writes points without needless decimals; "" where there are none.
func pointsText(hundredths *int64) string {
	if hundredths == nil {
		return ""
	}
	return strconv.FormatFloat(float64(*hundredths)/100, 'f', -1, 64)
}

func stepsText(steps []workspace.Step) string {
	var out []string
	for _, s := range steps {
		out = append(out, pointsText(&s.Points))
	}
	return strings.Join(out, " / ")
}
