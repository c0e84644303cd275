package evaluation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// Form is a review form (评审表), or a unit's form of self-assessment. What stands in
// it is kept in the ledger under its number, so that an edited cell is known.
type Form struct {
	Cycle    string
	Version  int
	Stage    string // SelfAssessment, FirstReview, SecondReview; Feedback: nothing to fill in
	Unit     string // of a unit's own form; empty: all units
	UnitName rules.Text
	Reviewer string // empty: a unit's own form
	Lang     string // in which it is written
	Issuer   rules.Text
	Document string    // under which the state was opened
	At       time.Time // when the state began
	Zone     string
	Sheets   []FormSheet

	Number string `json:"-"` // from the content: the same form has the same number
}

// FormSheet is one sheet: an indicator with all units as rows, or all indicators of
// one unit.
type FormSheet struct {
	Indicator string // "": all
	Name      rules.Text
	Rows      []FormRow
}

// FormRow is one item of one unit. Points are in hundredths.
type FormRow struct {
	Indicator  string
	Name       rules.Text
	Most       int64
	Steps      []workspace.Step // none: any points up to Most
	Mode       string
	Unit       string
	UnitName   rules.Text
	Measured   *int64 // 系统取数
	Self       *int64
	SelfText   string
	Evidence   string // numbers
	First      *int64 // of a reviewer's own form: the reviewer's own points
	FirstText  string
	FirstBy    string
	Second     *int64
	SecondText string
	SecondBy   string
	Final      *int64
	Open       bool // the cells of the stage may be filled in
	Recused    bool // the reviewer's own unit (回避)
}

// FormRequest says which form is wanted.
type FormRequest struct {
	Stage    string
	Unit     string   // for SelfAssessment and Feedback
	Reviewer string   // for the reviews
	Items    []string // none: all that reviewers give points for
	Lang     string
}

// Forms makes the forms asked for and records that they were issued. They show what
// the units' figures are now.
func (e *Evaluator) Forms(ctx context.Context, requests ...FormRequest) ([]Form, error) {
	s, err := e.Standing(ctx)
	if err != nil {
		return nil, err
	}
	for _, request := range requests {
		if err := e.allowed(s, request); err != nil {
			return nil, err
		}
	}
	list, err := e.compute(ctx, s, nil)
	if err != nil {
		return nil, err
	}
	measured := map[place]*int64{}
	final := map[place]*int64{}
	for _, r := range list {
		for _, i := range r.Result.Indicators {
			for _, item := range i.Items {
				measured[place{r.Unit.ID, item.ID}] = measuredPoints(item)
				if item.Assessed {
					final[place{r.Unit.ID, item.ID}] = &item.Points
				}
			}
		}
	}
	var out []Form
	for _, request := range requests {
		f := e.form(s, request, measured)
		if request.Stage == Feedback {
			f.show(final)
		}
		if err := e.issue(ctx, &f); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// allowed refuses a form that nobody could hand in.
func (e *Evaluator) allowed(s *Standing, r FormRequest) error {
	switch {
	case r.Stage == Feedback:
		if !s.reached(SecondReview) {
			return refuse(e.Cycle.Name, s.States, "there is nothing to give back to the units before the second review")
		}
	case !takes(s.State(), r.Stage):
		return refuse(e.Cycle.Name, s.States, fmt.Sprintf("forms of the stage %s cannot be filled in now", r.Stage))
	}
	if r.Unit != "" {
		return nil
	}
	if r.Reviewer == "" {
		return errors.New("a review form is made for one reviewer: name the reviewer with --reviewer")
	}
	_, err := e.reviewer(r.Reviewer)
	return err
}

// reviewer looks up who reviews.
func (e *Evaluator) reviewer(name string) (workspace.Reviewer, error) {
	review := e.Workspace.Reviews[e.Cycle.Name]
	if p, ok := review.Reviewer(name); ok {
		return p, nil
	}
	var names []string
	for _, p := range review.Reviewers {
		names = append(names, p.Name)
	}
	return workspace.Reviewer{}, fmt.Errorf("unknown reviewer %q%s: list the reviewers, each with the own unit, in reviews/%s/reviewers.csv", name, rules.Suggest(name, names), e.Cycle.Name)
}

// form fills in what is known. Of the first review it shows a reviewer the own
// points only.
func (e *Evaluator) form(s *Standing, r FormRequest, measured map[place]*int64) Form {
	w := e.Workspace
	last := s.States[len(s.States)-1]
	f := Form{Cycle: e.Cycle.Name, Version: last.Version, Stage: r.Stage, Unit: r.Unit, Reviewer: r.Reviewer, Lang: r.Lang,
		Issuer: w.Issuer, Document: last.Document, At: last.At, Zone: w.Zone.String()}
	own, _ := w.Reviews[e.Cycle.Name].Reviewer(r.Reviewer)
	if r.Unit != "" {
		f.UnitName = w.Unit(r.Unit).Name
		sheet := FormSheet{Name: f.UnitName}
		for _, item := range e.itemsOf(r) {
			sheet.Rows = append(sheet.Rows, s.row(w.Unit(r.Unit), item, r, measured))
		}
		f.Sheets = append(f.Sheets, sheet)
		return f
	}
	for _, item := range e.itemsOf(r) {
		sheet := FormSheet{Indicator: item.ID, Name: item.Name}
		for _, u := range w.Units {
			if !u.Within(e.Cycle.From, e.Cycle.To) {
				continue
			}
			row := s.row(u, item, r, measured)
			if own.Unit == u.ID {
				row.Open, row.Recused = false, true
			}
			sheet.Rows = append(sheet.Rows, row)
		}
		f.Sheets = append(f.Sheets, sheet)
	}
	return f
}

// itemsOf are the items of a form: a unit's own holds all.
func (e *Evaluator) itemsOf(r FormRequest) []workspace.AnnualItem {
	var out []workspace.AnnualItem
	for _, i := range e.Workspace.Indicators.Annual {
		for _, item := range i.Items {
			if r.Unit != "" || item.Mode != workspace.ModeAuto && (len(r.Items) == 0 || slices.Contains(r.Items, item.ID)) {
				out = append(out, item)
			}
		}
	}
	return out
}

// row is one item of one unit as a form of the stage shows it.
func (s *Standing) row(u *workspace.Unit, item workspace.AnnualItem, r FormRequest, measured map[place]*int64) FormRow {
	at := place{u.ID, item.ID}
	row := FormRow{Indicator: item.ID, Name: item.Name, Most: item.Most(), Steps: item.Steps, Mode: item.Mode, Unit: u.ID, UnitName: u.Name, Measured: measured[at]}
	if x, ok := s.self[at]; ok {
		row.Self, row.SelfText, row.Evidence = &x.Points, x.Text, x.Evidence
	}
	if r.Stage != SelfAssessment && row.Evidence == "" {
		row.Evidence = strings.Join(s.EvidenceFor(u.ID, item.ID), "、")
	}
	byReviewers := item.Mode != workspace.ModeAuto && row.Measured == nil
	switch r.Stage {
	case SelfAssessment:
		row.Open = true
	case FirstReview:
		row.Open = byReviewers && s.wants(u.ID, item.ID, r.Reviewer)
		s.showOwn(&row, r.Reviewer)
	case SecondReview:
		row.Open = byReviewers
		s.showFirst(&row)
		s.showSecond(&row)
	case Feedback:
		s.showFirst(&row)
		s.showSecond(&row)
	}
	return row
}

// wants reports whether a reviewer's first points are asked for: of the first ones
// to come, of those that came, and of a third where one is due.
func (s *Standing) wants(unit, item, reviewer string) bool {
	f := s.First(unit, item)
	for _, x := range f.Entries {
		if x.Reviewer == reviewer {
			return true
		}
	}
	return len(f.Entries) < s.rules.Reviewers || f.Third
}

func (s *Standing) showOwn(row *FormRow, reviewer string) {
	for _, x := range s.First(row.Unit, row.Indicator).Entries {
		if x.Reviewer == reviewer {
			row.First, row.FirstText, row.FirstBy = &x.Points, x.Text, x.Reviewer
		}
	}
}

func (s *Standing) showFirst(row *FormRow) {
	f := s.First(row.Unit, row.Indicator)
	row.First = f.Points
	for _, x := range f.Entries {
		row.FirstBy = joined(row.FirstBy, x.Reviewer)
		row.FirstText = joined(row.FirstText, x.Text)
	}
}

func (s *Standing) showSecond(row *FormRow) {
	if x, ok := s.Second(row.Unit, row.Indicator); ok {
		row.Second, row.SecondText, row.SecondBy = &x.Points, x.Text, x.Reviewer
	}
}

// show puts in the points that count.
func (f *Form) show(final map[place]*int64) {
	for i := range f.Sheets {
		for k := range f.Sheets[i].Rows {
			row := &f.Sheets[i].Rows[k]
			row.Final = final[place{row.Unit, row.Indicator}]
		}
	}
}

// issue numbers the form by its content and records it.
func (e *Evaluator) issue(ctx context.Context, f *Form) error {
	content, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("form: %w", err)
	}
	const digits = 16
	f.Number = digest(string(content))[:digits]
	return e.Ledger.IssueForm(ctx, e.record(*f, string(content)), e.Actor)
}
