package intake

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/rectification"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// findingLine is a finding as lists and its own page tell of it.
type findingLine struct {
	rectification.Status
	Path         string
	UnitName     string
	Dataset      rules.Text
	Field        string
	Problem      rules.Text
	What         rules.Note
	Loss         *Loss // nil: the newest day does not tell of it
	Tone         string
	Due          string // how many working days are left, or it is late, in words; "" it is put right
	Late         bool
	NowFailed    int64 // of the newest slot that was checked
	NowEvaluated int64
}

// findingTones are the looks of a finding's state.
var findingTones = map[rectification.State]string{
	rectification.Open: "warn", rectification.Replied: "busy", rectification.Partly: "warn",
	rectification.Resolved: "good", rectification.Recurred: "bad", rectification.Closed: "good",
}

func findingsPath(unit string) string { return "/findings/" + url.PathEscape(unit) }

func findingPath(f ledger.Finding) string {
	return findingsPath(f.Unit) + "/" + url.PathEscape(f.Number)
}

func (v *visit) findingLine(s rectification.Status, losses map[string]Loss) findingLine {
	f := s.Finding
	today := v.in.Clock().In(v.in.Workspace().Zone).Format(time.DateOnly)
	l := findingLine{Status: s, Path: findingPath(f), UnitName: v.unitName(f.Unit), Tone: findingTones[s.State], Late: s.Overdue(today)}
	l.Dataset, l.Field, l.Problem, l.What = v.rule(f.Dataset, f.Rule)
	if loss, ok := losses[f.Number]; ok {
		l.Loss = &loss
	}
	if !s.Done() {
		l.Due = v.daysLeft(f.Deadline)
	}
	if s.Checked != nil {
		l.NowFailed, l.NowEvaluated = s.Checked.Failed, s.Checked.Evaluated
	}
	return l
}

// rule names the dataset, fields and problem of a rule for people; what is no longer
// in the workspace goes by its id.
func (v *visit) rule(dataset, id string) (set rules.Text, fields string, problem rules.Text, what rules.Note) {
	d := v.in.Workspace().Dataset(dataset)
	if d == nil {
		return rules.Text{ZhHans: dataset}, "", rules.Text{ZhHans: id}, rules.Note{}
	}
	i := slices.IndexFunc(d.Rules, func(r *rules.Rule) bool { return r.ID == id })
	if i < 0 {
		return d.Title, "", rules.Text{ZhHans: id}, rules.Note{}
	}
	r := d.Rules[i]
	problem = r.Title
	if problem.IsZero() {
		problem = r.Kind.Doc.Title
	}
	return d.Title, v.fieldTitles(d, r.Fields()), problem, rules.Note{Key: "reason." + r.Kind.Name}
}

// daysLeft says how far off a deadline is, in working days.
func (v *visit) daysLeft(deadline string) string {
	w := v.in.Workspace()
	now := v.in.Clock().In(w.Zone)
	last, err := time.ParseInLocation(time.DateOnly, deadline, w.Zone)
	if err != nil {
		return ""
	}
	today := now.Format(time.DateOnly)
	switch late := w.Calendar.WorkingDays(last, now); {
	case today == deadline:
		return v.text("web.due.today")
	case today < deadline:
		return v.text("web.due.left", strconv.Itoa(w.Calendar.WorkingDays(now, last)))
	case late == 0:
		return v.text("web.due.late")
	default:
		return v.text("web.due.late_by", strconv.Itoa(late))
	}
}

// findingsPage lists a unit's findings, those that want something first.
type findingsPage struct {
	UnitName string
	Summary  rectification.Summary
	Rate     float64
	Lines    []findingLine
	LossDay  string // of which the points are; "" there are none
	City     bool   // the reader may go to the city's list
}

func (in *Intake) showFindings(v *visit) error {
	unit, err := v.unit()
	if err != nil {
		return err
	}
	ctx, r := v.r.Context(), in.Findings()
	list, err := r.Follow(ctx, unit.ID)
	if err != nil {
		return err
	}
	p := findingsPage{UnitName: v.unitName(unit.ID), Summary: rectification.Summarise(list, r.Now), City: v.session.Account.Unit == ""}
	p.Rate, _ = p.Summary.Rate()
	var losses map[string]Loss
	if len(list) > 0 {
		if p.LossDay, losses, err = in.Scorecards.Losses(ctx, unit.ID); err != nil {
			return err
		}
	}
	for _, s := range list {
		p.Lines = append(p.Lines, v.findingLine(s, losses))
	}
	sortFindings(p.Lines)
	return v.show(http.StatusOK, "findings", v.text("web.findings.title"), p)
}

// sortFindings puts what is not put right first, the earliest deadline foremost.
func sortFindings(lines []findingLine) {
	done := func(l findingLine) int {
		if l.Done() {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(lines, func(a, b findingLine) int {
		return cmp.Or(cmp.Compare(done(a), done(b)), cmp.Compare(a.Finding.Deadline, b.Finding.Deadline), cmp.Compare(a.Finding.Number, b.Finding.Number))
	})
}

// unit is the one that the path names.
func (v *visit) unit() (*workspace.Unit, error) {
	if u := v.in.Workspace().Unit(v.r.PathValue("unit")); u != nil {
		return u, nil
	}
	return nil, errNotFound
}

// cityFindingsPage is the city's list: how far each unit is, and what is not put right.
type cityFindingsPage struct {
	Units []unitFindings
	Lines []findingLine
	All   int // findings, those put right among them
}

// unitFindings is one unit's 整改情况.
type unitFindings struct {
	rectification.Summary
	Name, Path string
	Rate       float64
}

func (in *Intake) showCityFindings(v *visit) error {
	r := in.Findings()
	list, err := r.Follow(v.r.Context(), "")
	if err != nil {
		return err
	}
	p := cityFindingsPage{All: len(list)}
	byUnit := map[string][]rectification.Status{}
	for _, s := range list {
		byUnit[s.Finding.Unit] = append(byUnit[s.Finding.Unit], s)
		if !s.Done() {
			p.Lines = append(p.Lines, v.findingLine(s, nil))
		}
	}
	for _, u := range in.Workspace().Units {
		if len(byUnit[u.ID]) == 0 {
			continue
		}
		x := unitFindings{Summary: rectification.Summarise(byUnit[u.ID], r.Now), Name: v.unitName(u.ID), Path: findingsPath(u.ID)}
		x.Rate, _ = x.Summary.Rate()
		p.Units = append(p.Units, x)
	}
	sortFindings(p.Lines)
	return v.show(http.StatusOK, "city_findings", v.text("web.findings.city"), p)
}
