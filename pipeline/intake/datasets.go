package intake

import (
	"bytes"
	"cmp"
	"net/http"
	"slices"
	"time"

	"cdoscore/pipeline/account"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// datasetsPage lists a unit's datasets, those that want something first.
type datasetsPage struct {
	Lines   []datasetLine
	Open    int // that want something of the unit
	Overdue int
	Pending int       // that are not due yet
	NextDue time.Time // the earliest deadline of those
}

// datasetLine is a dataset with what is to be done for its current slot.
type datasetLine struct {
	submission.DueDataset
	Path   string
	Slot   string
	To     string // last covered day
	Urgent int    // 0 is the most urgent
	Tone   string // bad, warn, busy, good, plain: of the state's mark
	Next   string // key of what to do next
}

// howUrgent orders the states: what is late, what came back, what waits for the unit,
// what is not due yet, what waits for others, what is done.
var howUrgent = map[string]int{
	submission.StateOverdue: 0,
	ledger.UploadRefused:    1, ledger.UploadRejected: 1,
	ledger.Missing: 2, ledger.Unreadable: 2, ledger.SourceFailed: 2,
	ledger.UploadApproved: 3, ledger.UploadChecked: 3,
	submission.StatePending: 4, ledger.UploadWithdrawn: 4,
	ledger.UploadReceived: 5, ledger.UploadChecking: 5, ledger.UploadSubmitted: 5,
}

const done = 6 // whatever is not in howUrgent

// toneOf is how the mark of a state looks.
func toneOf(state string) string {
	switch state {
	case ledger.Late:
		return "warn"
	case ledger.UploadSuperseded, ledger.UploadWithdrawn, ledger.PlatformFailed, ledger.Excused:
		return "plain"
	}
	urgent, open := howUrgent[state]
	if !open {
		return "good"
	}
	return [done]string{"bad", "bad", "bad", "warn", "plain", "busy"}[urgent]
}

func newDatasetLine(d submission.DueDataset) datasetLine {
	urgent, open := howUrgent[d.State]
	if !open {
		urgent = done
	}
	l := datasetLine{DueDataset: d, Path: datasetPath(d.Dataset.ID), Slot: d.Slot.Name(), Urgent: urgent, Tone: toneOf(d.State), Next: "web.next." + d.State}
	if !d.Slot.End.IsZero() {
		l.To = d.Slot.LastDay().Format(time.DateOnly)
	}
	return l
}

func (in *Intake) showDatasets(v *visit) error {
	due, err := in.Desk.Due(v.r.Context(), v.session.Account.Unit)
	if err != nil {
		return err
	}
	p := datasetsPage{}
	for _, d := range due {
		l := newDatasetLine(d)
		p.Lines = append(p.Lines, l)
		if l.Urgent < 4 {
			p.Open++
		}
		switch {
		case d.State == submission.StateOverdue:
			p.Overdue++
		case d.State == submission.StatePending && !d.Due.IsZero():
			p.Pending++
			if p.NextDue.IsZero() || d.Due.Before(p.NextDue) {
				p.NextDue = d.Due
			}
		}
	}
	slices.SortStableFunc(p.Lines, func(a, b datasetLine) int {
		return cmp.Or(cmp.Compare(a.Urgent, b.Urgent), a.Due.Compare(b.Due))
	})
	return v.show(http.StatusOK, "datasets", v.text("web.datasets.title"), p)
}

// datasetPage is one dataset: where to hand in, what to take along, what was.
type datasetPage struct {
	Dataset  *workspace.Dataset
	Path     string
	Now      *datasetLine // the current slot; nil: the dataset is none of the desk's
	Slots    []slotChoice
	Fields   []fieldLine
	MayTake  bool
	MayNil   bool
	Export   bool
	MaxBytes int64
	History  []event
}

// fieldLine is a column that the unit fills in.
type fieldLine struct {
	rules.Field
	Required bool
}

func fieldLines(d *workspace.Dataset) []fieldLine {
	out := make([]fieldLine, 0, len(d.Fields))
	for _, f := range d.Fields {
		required := slices.ContainsFunc(d.Rules, func(r *rules.Rule) bool {
			return r.Kind.Name == "required" && slices.Contains(r.Fields(), f.Name)
		})
		out = append(out, fieldLine{f, required})
	}
	return out
}

// slotChoice is one slot for which an upload is taken.
type slotChoice struct {
	Name, To string
	Due      time.Time
	State    string
	Chosen   bool
	Nil      bool // a nil return for it is taken too
}

// event is a line of the history, with its mark.
type event struct {
	submission.Event
	Tone string
	Path string // of what it is about; "" nothing to open
}

// slotsOffered bounds the slots of the upload form.
const slotsOffered = 24

func (in *Intake) showDataset(v *visit) error {
	d, err := v.dataset()
	if err != nil {
		return err
	}
	ctx, unit := v.r.Context(), v.session.Account.Unit
	p := datasetPage{Dataset: d, Path: datasetPath(d.ID), Fields: fieldLines(d), MayTake: v.may(account.Upload), Export: v.may(account.Export), MaxBytes: in.MaxUpload}
	due, err := in.Desk.Due(ctx, unit)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(due, func(x submission.DueDataset) bool { return x.Dataset.ID == d.ID }); i >= 0 {
		l := newDatasetLine(due[i])
		p.Now = &l
	}
	slots, err := in.Desk.Slots(ctx, v.actor(), d.ID, slotsOffered)
	if err != nil {
		return err
	}
	for _, s := range slots {
		l := newDatasetLine(s)
		p.Slots = append(p.Slots, slotChoice{Name: l.Slot, To: l.To, Due: s.Due, State: s.State, Nil: s.NilAllowed, Chosen: l.Slot == v.r.URL.Query().Get("slot")})
		p.MayNil = p.MayNil || s.NilAllowed && v.may(account.NilReturn)
	}
	if p.History, err = v.history(d.ID); err != nil {
		return err
	}
	return v.show(http.StatusOK, "dataset", d.Title.In(v.lang), p)
}

func (v *visit) history(dataset string) ([]event, error) {
	list, err := v.in.Desk.History(v.r.Context(), v.session.Account.Unit, dataset)
	if err != nil {
		return nil, err
	}
	out := make([]event, 0, len(list))
	for _, e := range list {
		x := event{Event: e, Tone: toneOf(e.State)}
		switch {
		case e.Receipt != nil:
			x.Path = receiptPath(e.Receipt.Number)
		case e.Upload != nil:
			x.Path = uploadPath(e.Upload.ID)
		}
		out = append(out, x)
	}
	return out, nil
}

// sendTemplate sends the workbook into which the unit fills its rows.
func (in *Intake) sendTemplate(v *visit) error {
	d, err := v.dataset()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := in.Template(&out, d, v.lang); err != nil {
		return err
	}
	return v.sendBytes(out.Bytes(), v.text("web.template.file", d.Title.In(v.lang))+".xlsx", kindXLSX)
}

// nilReturn declares that there is nothing to report.
func (in *Intake) nilReturn(v *visit) error {
	d, err := v.dataset()
	if err != nil {
		return err
	}
	reason, err := v.reason(datasetPath(d.ID))
	if err != nil {
		return err
	}
	receipt, err := in.Desk.NilReturn(v.r.Context(), v.actor(), d.ID, v.r.PostForm.Get("slot"), reason)
	if err != nil {
		return backTo(err, datasetPath(d.ID))
	}
	return v.redirect(receiptPath(receipt.Number))
}

// export sends all failing rows. What goes wrong before the first byte is a page.
func (in *Intake) export(v *visit) error {
	d, err := v.dataset()
	if err != nil {
		return err
	}
	format, kind := v.r.PostForm.Get("format"), kindXLSX
	switch format {
	case "xlsx":
	case "csv":
		kind = kindCSV
	default:
		return errBadRequest
	}
	slot := v.r.PostForm.Get("slot")
	name := v.text("web.export.file", d.Title.In(v.lang), slot) + "." + format
	err = in.Desk.Export(v.r.Context(), v.actor(), d.ID, slot, format, &download{v: v, name: name, kind: kind})
	return backTo(err, datasetPath(d.ID))
}

// dataset is the one that the path names, of the account's unit.
func (v *visit) dataset() (*workspace.Dataset, error) {
	id := v.r.PathValue("unit") + "/" + v.r.PathValue("dataset")
	if d := v.in.Workspace().Dataset(id); d != nil {
		return d, nil
	}
	return nil, errNotFound
}
