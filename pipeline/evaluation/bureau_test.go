package evaluation_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/kinds"
	"cdoscore/rules/score"
)

var indicators = `
- {id: A, name: A, weight: 90, items: [{id: A1, name: 完整性, weight: 90, mode: auto, measure: completeness}]}
- id: E
  name: E
  weight: 10
  items:
    - {id: E1, name: 利用, weight: 4, mode: reviewer, steps: [{points: 4, text: 好}, {points: 3, text: 中}, {points: 1, text: 差}, {points: 0, text: 无}]}
    - {id: E2, name: 案例, weight: 6, mode: reviewer}
`

// bureau is an evaluation over a ledger of its own, with measured figures that are
// given: every unit's A1 is worth 81 of 90 points.
type bureau struct {
	*evaluation.Evaluator
	t     *testing.T
	files fstest.MapFS
	calls int // of Assess
}

func newBureau(t *testing.T, files map[string]string) *bureau {
	t.Helper()
	defaults := workspace.DefaultIndicatorsYAML()
	all := fstest.MapFS{
		"cdoscore.yaml":              {Data: []byte("city: 某市\nstart: 2026-01-01\n")},
		"units.yaml":                 {Data: []byte("- {id: north, tier: department, names: 北局}\n- {id: south, tier: department, names: 南局}\n")},
		"indicators.yaml":            {Data: []byte(defaults[:strings.Index(defaults, "\nannual:")] + "\nannual:" + indicators)},
		"reviews/2026/reviewers.csv": {Data: []byte("name,unit\n甲,north\n乙,\n丙,\n")},
	}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	l, err := ledger.Open(t.Context(), filepath.Join(t.TempDir(), "var"), time.Date(2027, 1, 10, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	b := &bureau{t: t, files: all, Evaluator: &evaluation.Evaluator{Ledger: l, Actor: "cli:test", Now: time.Date(2027, 1, 10, 9, 0, 0, 0, time.UTC)}}
	b.load()
	b.Assess = b.assess
	return b
}

func (b *bureau) load() {
	b.t.Helper()
	w, err := workspace.Parse(b.files, workspace.Deps{Kinds: kinds.All(), Now: b.Now})
	if err != nil {
		b.t.Fatal(err)
	}
	w.Dir = b.t.TempDir()
	if b.Workspace != nil {
		w.Dir = b.Workspace.Dir
	}
	b.Workspace = w
	b.Cycle, _ = w.Cycle("2026")
}

func (b *bureau) assess(_ context.Context, review *workspace.Review) ([]*assessment.Annual, error) {
	b.calls++
	if review == nil {
		r := b.Workspace.Reviews["2026"]
		review = &r
	}
	var out []*assessment.Annual
	for _, u := range b.Workspace.Units {
		a := &assessment.Annual{Unit: u, Quality: &assessment.Quality{Unit: u}, Reviews: map[string]workspace.ReviewScore{}}
		for _, s := range review.Scores {
			if s.Unit == u.ID {
				a.Reviews[s.Indicator] = s
			}
		}
		rate := 0.9
		var list []score.AnnualIndicator
		for _, i := range b.Workspace.Indicators.Annual {
			si := score.AnnualIndicator{ID: i.ID, Weight: i.Weight}
			for _, item := range i.Items {
				x := score.AnnualItem{ID: item.ID, Weight: item.Weight, Mode: score.Mode(item.Mode), Self: a.Reviews[item.ID].Self, Confirmed: a.Reviews[item.ID].Confirmed}
				if item.Mode == "auto" {
					x.Measured = &rate
				}
				si.Items = append(si.Items, x)
			}
			list = append(list, si)
		}
		a.Result = score.Annual(list, score.Adjustments{}, b.Workspace.Indicators.ScoreBands())
		if s, ok := review.SignOff(u.ID); ok {
			a.SignOff = &s
		}
		out = append(out, a)
	}
	return out, nil
}

func (b *bureau) to(states ...string) {
	b.t.Helper()
	for _, s := range states {
		b.Now = b.Now.Add(time.Hour)
		if _, err := b.Advance(b.t.Context(), s, evaluation.Signature{By: "办公室", Document: "文" + s}); err != nil {
			b.t.Fatal(err)
		}
	}
}

// refused holds an error to what it must say.
func (b *bureau) refused(err error, said string) {
	b.t.Helper()
	if err == nil || !strings.Contains(err.Error(), said) {
		b.t.Errorf("error %v, want one that says %q", err, said)
	}
}

func (b *bureau) form(r evaluation.FormRequest) evaluation.Form {
	b.t.Helper()
	forms, err := b.Forms(b.t.Context(), r)
	if err != nil {
		b.t.Fatal(err)
	}
	return forms[0]
}

// entry is what is filled into the row of one unit's item.
type entry struct{ points, text, evidence string }

// fill fills in rows of a form by "unit item", as a reader of workbooks would return
// it; everything else stays as it was issued.
func fill(f evaluation.Form, rows map[string]entry) evaluation.Filled {
	out := evaluation.Filled{File: f.Number, Form: f}
	for _, s := range f.Sheets {
		for i, r := range s.Rows {
			at := func(column string) string { return fmt.Sprintf("%s!%s%d", s.Indicator, column, i+1) }
			line := evaluation.FilledLine{Row: r, UnitAt: at("E"), Points: evaluation.FilledCell{At: at("P"), Number: true}, Text: evaluation.FilledCell{At: at("T")}, Evidence: evaluation.FilledCell{At: at("V")}}
			if e, ok := rows[r.Unit+" "+r.Indicator]; ok {
				line.Points.Text, line.Text.Text, line.Evidence.Text = e.points, e.text, e.evidence
				line.Points.Number = !strings.HasSuffix(e.points, "分")
			} else {
				line.Points.Text, line.Text.Text, line.Evidence.Text = issuedPoints(f.Stage, r), issuedText(f.Stage, r), issuedEvidence(f.Stage, r)
			}
			out.Lines = append(out.Lines, line)
		}
	}
	return out
}

func issuedPoints(stage string, r evaluation.FormRow) string {
	p := map[string]*int64{evaluation.SelfAssessment: r.Self, evaluation.FirstReview: r.First, evaluation.SecondReview: r.Second}[stage]
	if p == nil {
		return ""
	}
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%d.%02d", *p/100, *p%100), "0"), ".")
}

func issuedText(stage string, r evaluation.FormRow) string {
	return map[string]string{evaluation.SelfAssessment: r.SelfText, evaluation.FirstReview: r.FirstText, evaluation.SecondReview: r.SecondText}[stage]
}

func issuedEvidence(stage string, r evaluation.FormRow) string {
	if stage == evaluation.SelfAssessment {
		return r.Evidence
	}
	return ""
}

func (b *bureau) take(f evaluation.Form, rows map[string]entry) {
	b.t.Helper()
	if _, err := b.Import(b.t.Context(), "", []evaluation.Filled{fill(f, rows)}); err != nil {
		b.t.Fatal(err, problemsOf(err))
	}
}

// problemsOf are the wrong entries of a refusal, each as "cell key".
func problemsOf(err error) []string {
	var out []string
	var r *evaluation.Refused
	if errors.As(err, &r) {
		for _, p := range r.Problems {
			out = append(out, p.At+" "+p.Note.Key)
		}
	}
	return out
}

// wrong imports a form that must be refused for exactly these wrong entries.
func (b *bureau) wrong(f evaluation.Filled, unit string, want ...string) {
	b.t.Helper()
	n, err := b.Import(b.t.Context(), unit, []evaluation.Filled{f})
	if got := problemsOf(err); n != 0 || !slices.Equal(got, want) {
		b.t.Errorf("%d entries taken in, wrong entries %q, want %q (%v)", n, got, want, err)
	}
}

// prove registers evidence for both reviewers' items of both units.
func (b *bureau) prove() {
	b.t.Helper()
	file := filepath.Join(b.t.TempDir(), "证明.pdf")
	if err := os.WriteFile(file, []byte("proof"), 0o600); err != nil {
		b.t.Fatal(err)
	}
	for _, at := range [][2]string{{"north", "E1"}, {"north", "E2"}, {"south", "E1"}, {"south", "E2"}} {
		if _, err := b.AddEvidence(b.t.Context(), file, at[0], at[1], "李"); err != nil {
			b.t.Fatal(err)
		}
	}
}

var full = entry{points: "4"}

// reviewed brings both units through the first review: full points for all.
func (b *bureau) reviewed() {
	b.t.Helper()
	b.to(evaluation.SelfAssessment)
	b.prove()
	b.to(evaluation.FirstReview)
	rows := map[string]entry{"north E1": full, "north E2": {points: "6"}, "south E1": full, "south E2": {points: "6"}}
	for _, who := range []string{"乙", "丙"} {
		b.take(b.form(evaluation.FormRequest{Stage: evaluation.FirstReview, Reviewer: who}), rows)
	}
}
