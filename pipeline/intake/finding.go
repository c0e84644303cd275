package intake

import (
	"errors"
	"net/http"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/entries"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/rectification"
)

// findingPage is one finding: what it is, what came after it, and the unit's reply.
type findingPage struct {
	findingLine
	LossDay string
	Back    string
	Replies []replyLine           // newest first
	Checks  []rectification.Check // newest first, as many as are shown
	Earlier int                   // checks that are not
	Reply   *form                 // nil: the reader may not reply
}

// checksShown are as many as the slots of a month.
const checksShown = 31

// replyLine is a reply that stands on record; only the newest one counts.
type replyLine struct {
	ledger.Reply
	Newest bool
}

func (in *Intake) showFinding(v *visit) error {
	course, err := v.course()
	if err != nil {
		return err
	}
	f := replyForm(course)
	if r := course.Reply; r != nil {
		f.fill(*r)
	}
	return v.showCourse(http.StatusOK, course, f)
}

// course is the finding that the path names.
func (v *visit) course() (rectification.Course, error) {
	unit, err := v.unit()
	if err != nil {
		return rectification.Course{}, err
	}
	return v.in.Findings().Course(v.r.Context(), unit.ID, v.r.PathValue("number"))
}

func (v *visit) showCourse(status int, c rectification.Course, f form) error {
	day, losses, err := v.in.Scorecards.Losses(v.r.Context(), c.Finding.Unit)
	if err != nil {
		return err
	}
	p := findingPage{findingLine: v.findingLine(c.Status, losses), LossDay: day, Back: findingsPath(c.Finding.Unit), Earlier: max(0, len(c.Checks)-checksShown)}
	p.Checks = newestFirst(c.Checks[p.Earlier:])
	for i, r := range newestFirst(c.Replies) {
		p.Replies = append(p.Replies, replyLine{r, i == 0})
	}
	if v.session.Account.May(account.Reply, c.Finding.Unit) {
		p.Reply = &f
	}
	return v.show(status, "finding", v.text("web.finding.title", c.Finding.Number), p)
}

func newestFirst[T any](list []T) []T {
	out := make([]T, 0, len(list))
	for i := len(list) - 1; i >= 0; i-- {
		out = append(out, list[i])
	}
	return out
}

// replyForm has the entries of 整改清单 that a unit fills in.
func replyForm(c rectification.Course) form {
	f := form{Action: findingPath(c.Finding) + "/replies", Fields: []formField{
		{Name: rectification.Progress, Label: "col.progress", Kind: "choice", Required: true},
		{Name: rectification.Analysis, Label: "col.analysis", Kind: "long", Most: entries.Long, Help: "web.reply.analysis_help"},
		{Name: rectification.Measures, Label: "col.measures", Kind: "long", Most: entries.Long, Help: "web.reply.measures_help"},
		{Name: rectification.Planned, Label: "col.planned", Kind: "day"},
		{Name: rectification.Evidence, Label: "col.evidence", Kind: "text", Most: entries.Short, Help: "web.evidence.help"},
	}}
	for _, p := range rectification.Progresses() {
		f.Fields[0].Choices = append(f.Fields[0].Choices, choice{p, "rectify." + p})
	}
	return f
}

// fill puts in what the newest reply says, which the next one is to bring up to date.
func (f *form) fill(r ledger.Reply) {
	values := map[string]string{rectification.Progress: r.Progress, rectification.Analysis: r.Analysis, rectification.Measures: r.Measures,
		rectification.Planned: r.Planned, rectification.Evidence: r.Evidence}
	for i := range f.Fields {
		f.Fields[i].Value = values[f.Fields[i].Name]
	}
}

// reply takes what a unit answers to a finding. What is wrong with it is told at the
// entry, and nothing that was entered is lost.
func (in *Intake) reply(v *visit) error {
	course, err := v.course()
	if err != nil {
		return err
	}
	sent := v.r.PostForm
	r := ledger.Reply{Finding: course.Finding.Number, Analysis: entered(sent, rectification.Analysis), Measures: entered(sent, rectification.Measures),
		Planned: entered(sent, rectification.Planned), Progress: entered(sent, rectification.Progress), Evidence: entered(sent, rectification.Evidence)}
	err = in.Findings().Answer(v.r.Context(), course.Finding.Unit, []ledger.Reply{r}, v.session.Account.Name, v.remote())
	if faults := (entries.Faults)(nil); errors.As(err, &faults) {
		f := replyForm(course)
		f.take(sent)
		f.blame(v, faults)
		return v.showCourse(http.StatusUnprocessableEntity, course, f)
	}
	if err != nil {
		return err
	}
	return v.redirect(findingPath(course.Finding) + "#replies")
}
