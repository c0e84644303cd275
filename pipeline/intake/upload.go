package intake

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// uploadPage is one upload: its state, what is wrong with it, and what to do.
type uploadPage struct {
	submission.Upload
	Path       string
	Back       string // of its dataset
	Dataset    *workspace.Dataset
	Tone       string
	Waiting    bool // for its check
	Result     *submission.CheckResult
	Dimensions []dimensionBar
	Causes     []causeLine
	More       int // causes beyond those shown
	Receipt    *submission.Receipt
	Do         deeds
}

// deeds are what this person may do with the upload now.
type deeds struct {
	Submit, Approve, Reject, Confirm, Withdraw, Again, Original bool
}

func (d deeds) Any() bool {
	return d.Submit || d.Approve || d.Reject || d.Confirm || d.Withdraw || d.Again
}

// dimensionBar is one bar of the chart of the five dimensions.
type dimensionBar struct {
	Name   rules.Text
	Points *float64
	Width  float64 // 0 to 100
	Tone   string
}

// causeLine is one cause with the titles of its fields.
type causeLine struct {
	submission.Cause
	Fields    string
	Dimension rules.Text
	Places    string // the first failing rows; "" where it is no row's fault
}

// mostCauses are shown; a file that fails more rules than that has one cause: it is
// another file.
const mostCauses = 60

func (in *Intake) showUpload(v *visit) error {
	ctx, who := v.r.Context(), v.actor()
	u, err := in.Desk.Upload(ctx, who, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	p := uploadPage{Upload: u, Path: uploadPath(u.ID), Back: datasetPath(u.Dataset), Tone: toneOf(u.State), Dataset: in.Workspace().Dataset(u.Dataset)}
	p.Waiting = u.State == ledger.UploadReceived || u.State == ledger.UploadChecking
	if !p.Waiting && u.State != ledger.UploadRefused && !u.Checked.IsZero() {
		r, err := in.Desk.Result(ctx, who, u.ID)
		if err != nil {
			return err
		}
		p.Result = &r
		p.Dimensions, p.Causes = in.bars(r), in.causes(r, p.Dataset, v)
		p.More = len(r.Causes) - len(p.Causes)
	}
	if p.Receipt, err = v.receiptOf(ctx, u); err != nil {
		return err
	}
	p.Do = v.deeds(u)
	refresh := 0
	if p.Waiting {
		refresh = 3
	}
	return v.showRefreshing(http.StatusOK, "upload", v.text("web.upload.title"), p, refresh)
}

// receiptOf finds the receipt of a confirmed upload.
func (v *visit) receiptOf(ctx context.Context, u submission.Upload) (*submission.Receipt, error) {
	if u.Confirmed.IsZero() {
		return nil, nil
	}
	events, err := v.in.Desk.History(ctx, v.session.Account.Unit, u.Dataset)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if e.Receipt != nil && e.Receipt.Upload == u.ID {
			return e.Receipt, nil
		}
	}
	return nil, nil
}

// deeds says what may be done with an upload in its state. The desk decides; this
// only keeps buttons away that it would refuse.
func (v *visit) deeds(u submission.Upload) deeds {
	two := v.in.secondPerson(u.Unit)
	name := v.session.Account.Name
	is := func(states ...string) bool { return slices.Contains(states, u.State) }
	second := is(ledger.UploadSubmitted) && v.may(account.Review) && name != u.ReceivedBy && name != u.SubmittedBy
	return deeds{
		Submit:  two && is(ledger.UploadChecked) && v.may(account.Upload),
		Approve: second,
		Reject:  second,
		Confirm: v.may(account.Confirm) && (is(ledger.UploadApproved) || !two && is(ledger.UploadChecked)),
		Withdraw: v.may(account.Withdraw) && is(ledger.UploadReceived, ledger.UploadChecking, ledger.UploadChecked, ledger.UploadSubmitted,
			ledger.UploadApproved, ledger.UploadConfirmed),
		Again:    v.may(account.Upload) && is(ledger.UploadChecked, ledger.UploadRefused, ledger.UploadRejected, ledger.UploadConfirmed, ledger.UploadWithdrawn),
		Original: v.may(account.Export) && !is(ledger.UploadRefused),
	}
}

func (in *Intake) bars(r submission.CheckResult) []dimensionBar {
	var out []dimensionBar
	for _, d := range r.Dimensions {
		b := dimensionBar{Points: d.Points, Name: in.dimension(d.ID)}
		if d.Points != nil {
			b.Width, b.Tone = *d.Points, in.band(*d.Points)
		}
		out = append(out, b)
	}
	return out
}

// band is the tone of a score: that of the best, middle and worst bands.
func (in *Intake) band(points float64) string {
	bands := in.Workspace().Indicators.Bands
	for i, b := range bands {
		if points >= b.From {
			return [...]string{"good", "fair", "warn", "bad"}[min(i, 3)]
		}
	}
	return "bad"
}

func (in *Intake) causes(r submission.CheckResult, d *workspace.Dataset, v *visit) []causeLine {
	var out []causeLine
	for _, c := range r.Causes[:min(len(r.Causes), mostCauses)] {
		l := causeLine{Cause: c, Dimension: in.dimension(c.Dimension)}
		l.Places = v.places(c)
		l.Fields = v.fieldTitles(d, c.Fields)
		out = append(out, l)
	}
	return out
}

// mostPlaces are named; the returned workbook marks all.
const mostPlaces = 5

func (v *visit) places(c submission.Cause) string {
	var rows []string
	for _, row := range c.Rows[:min(len(c.Rows), mostPlaces)] {
		rows = append(rows, strconv.FormatInt(row, 10))
	}
	out := strings.Join(rows, v.text("web.and"))
	if len(rows) > 0 && int64(len(rows)) < c.Failed {
		return v.text("web.rows.more", out)
	}
	return out
}

// fieldTitles are what people call some fields; none: the whole dataset.
func (v *visit) fieldTitles(d *workspace.Dataset, names []string) string {
	if len(names) == 0 {
		return v.text("value.whole_dataset")
	}
	titles := make([]string, len(names))
	for i, name := range names {
		titles[i] = fieldTitle(d, name, v.lang)
	}
	return strings.Join(titles, v.text("web.and"))
}

// fieldTitle is what people call a field: its title, else its name.
func fieldTitle(d *workspace.Dataset, name, lang string) string {
	if d != nil {
		for _, f := range d.Fields {
			if f.Name == name {
				return cmp.Or(f.Title.In(lang), name)
			}
		}
	}
	return name
}

func (in *Intake) dimension(id string) rules.Text {
	for _, d := range in.Workspace().Indicators.Dimensions {
		if d.ID == id {
			return d.Name
		}
	}
	return rules.Text{ZhHans: id}
}

// sendState is what the script asks while it waits.
func (in *Intake) sendState(v *visit) error {
	u, err := in.Desk.Upload(v.r.Context(), v.actor(), v.r.PathValue("id"))
	if err != nil {
		return err
	}
	waiting := u.State == ledger.UploadReceived || u.State == ledger.UploadChecking
	v.sendJSON(http.StatusOK, map[string]any{"waiting": waiting, "text": v.text("web.state." + u.State)})
	return nil
}

func (in *Intake) sendReturned(v *visit) error {
	path, name, err := in.Desk.Returned(v.r.Context(), v.actor(), v.r.PathValue("id"))
	if err != nil {
		return backTo(err, uploadPath(v.r.PathValue("id")))
	}
	return v.sendFile(path, name, kindXLSX)
}

func (in *Intake) sendOriginal(v *visit) error {
	path, name, err := in.Desk.Original(v.r.Context(), v.actor(), v.r.PathValue("id"))
	if err != nil {
		return backTo(err, uploadPath(v.r.PathValue("id")))
	}
	return v.sendFile(path, name, "application/octet-stream")
}

func (in *Intake) submit(v *visit) error  { return v.step(in.Desk.Submit) }
func (in *Intake) approve(v *visit) error { return v.step(in.Desk.Approve) }

// step moves the path's upload on, and shows it again.
func (v *visit) step(do func(context.Context, submission.Actor, string) (submission.Upload, error)) error {
	id := v.r.PathValue("id")
	if _, err := do(v.r.Context(), v.actor(), id); err != nil {
		return backTo(err, uploadPath(id))
	}
	return v.redirect(uploadPath(id))
}

func (in *Intake) reject(v *visit) error   { return v.stepWithReason(in.Desk.Reject) }
func (in *Intake) withdraw(v *visit) error { return v.stepWithReason(in.Desk.Withdraw) }

func (v *visit) stepWithReason(do func(context.Context, submission.Actor, string, string) (submission.Upload, error)) error {
	// Whether the upload is the unit's comes before whether the form is right.
	if _, err := v.in.Desk.Upload(v.r.Context(), v.actor(), v.r.PathValue("id")); err != nil {
		return err
	}
	reason, err := v.reason(uploadPath(v.r.PathValue("id")))
	if err != nil {
		return err
	}
	return v.step(func(ctx context.Context, who submission.Actor, id string) (submission.Upload, error) {
		return do(ctx, who, id, reason)
	})
}

func (in *Intake) confirm(v *visit) error {
	id := v.r.PathValue("id")
	receipt, err := in.Desk.Confirm(v.r.Context(), v.actor(), id)
	if err != nil {
		return backTo(err, uploadPath(id))
	}
	return v.redirect(receiptPath(receipt.Number))
}
