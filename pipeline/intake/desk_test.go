package intake_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// fakeDesk keeps uploads in memory, one in each unit to begin with: its id is the
// unit's, thirty-two times. It checks nothing but whose they are.
type fakeDesk struct {
	w   *workspace.Workspace
	dir string

	mu       sync.Mutex
	uploads  map[string]submission.Upload
	receipts map[string]submission.Receipt
	bytes    int64  // that Receive has read
	name     string // under which the last file came
	refuse   bool   // everything from now on
}

func idOf(unit string) string { return strings.Repeat(unit[:1], 32) }

func newFakeDesk(w *workspace.Workspace, dir string) *fakeDesk {
	d := &fakeDesk{w: w, dir: dir, uploads: map[string]submission.Upload{}, receipts: map[string]submission.Receipt{}}
	for _, unit := range []string{"hrss", "police"} {
		score := int64(83_450_000)
		d.uploads[idOf(unit)] = submission.Upload{ID: idOf(unit), Unit: unit, Dataset: unit + "/people", Slot: "2026-03-09", State: ledger.UploadChecked, Filename: "名册<b>.xlsx",
			Format: "excel", Bytes: 12345, SHA256: strings.Repeat("ab", 32), Received: noon, ReceivedBy: "officer-" + unit, Checked: noon, Rows: 1200, Failed: 5, Score: &score}
		d.receipts[strings.ToUpper(unit)+"-2026-000001"] = submission.Receipt{Number: strings.ToUpper(unit) + "-2026-000001", Unit: unit, Kind: ledger.ReceiptDelivery, Dataset: unit + "/people",
			Slot: "2026-03-09", SlotEnd: noon, Due: noon, Given: noon, GivenTo: "officer-" + unit, Filename: "名册<b>.xlsx", SHA256: strings.Repeat("ab", 32), Score: &score, State: ledger.OnTime, Upload: "x"}
	}
	return d
}

// find is the actor's upload.
func (d *fakeDesk) find(who submission.Actor, id string) (submission.Upload, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	u, ok := d.uploads[id]
	switch {
	case !ok || u.Unit != who.Unit:
		return submission.Upload{}, submission.ErrUnknown
	case d.refuse:
		return submission.Upload{}, errRefused
	}
	return u, nil
}

func (d *fakeDesk) set(id, state string) submission.Upload {
	d.mu.Lock()
	defer d.mu.Unlock()
	u := d.uploads[id]
	u.State = state
	d.uploads[id] = u
	return u
}

func (d *fakeDesk) move(who submission.Actor, id, state string) (submission.Upload, error) {
	if _, err := d.find(who, id); err != nil {
		return submission.Upload{}, err
	}
	return d.set(id, state), nil
}

func (d *fakeDesk) dataset(id string) *workspace.Dataset {
	return d.w.Dataset(id)
}

func (d *fakeDesk) due(unit, state string) submission.DueDataset {
	day := time.Date(2026, 3, 9, 0, 0, 0, 0, zone)
	return submission.DueDataset{Dataset: d.dataset(unit + "/people"), Slot: workspace.Slot{Start: day, End: day.AddDate(0, 0, 1)}, Due: day.AddDate(0, 0, 1), State: state, Uploadable: true, NilAllowed: true}
}

func (d *fakeDesk) Due(_ context.Context, unit string) ([]submission.DueDataset, error) {
	return []submission.DueDataset{d.due(unit, submission.StateOverdue)}, nil
}

func (d *fakeDesk) Slots(_ context.Context, who submission.Actor, dataset string, _ int) ([]submission.DueDataset, error) {
	return []submission.DueDataset{d.due(who.Unit, submission.StateOverdue)}, nil
}

func (d *fakeDesk) Receive(_ context.Context, who submission.Actor, dataset, slot, filename string, body io.Reader) (submission.Upload, error) {
	if d.refuse {
		return submission.Upload{}, errRefused
	}
	n, err := io.Copy(io.Discard, body)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.bytes += n
	d.name = filename
	if err != nil {
		return submission.Upload{}, err
	}
	u := submission.Upload{ID: strings.Repeat("9", 32), Unit: who.Unit, Dataset: dataset, Slot: slot, State: ledger.UploadReceived, Filename: filename, Received: noon, ReceivedBy: who.Name}
	d.uploads[u.ID] = u
	return u, nil
}

func (d *fakeDesk) Upload(_ context.Context, who submission.Actor, id string) (submission.Upload, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	u, ok := d.uploads[id]
	if !ok || u.Unit != who.Unit {
		return submission.Upload{}, submission.ErrUnknown
	}
	return u, nil
}

func (d *fakeDesk) Uploads(_ context.Context, unit, dataset string) ([]submission.Upload, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []submission.Upload
	for _, u := range d.uploads {
		if u.Unit == unit {
			out = append(out, u)
		}
	}
	return out, nil
}

func (d *fakeDesk) Result(_ context.Context, who submission.Actor, id string) (submission.CheckResult, error) {
	points := 83.45
	return submission.CheckResult{
		Rows: 1200, Score: &points, Judged: 0.9, Failed: 5, FaultyRows: 4, Returned: true,
		Dimensions: []submission.DimensionScore{{ID: "completeness", Points: &points}, {ID: "authenticity"}},
		Causes: []submission.Cause{{Rule: "id_no.format", Kind: "format", Fields: []string{"id_no"}, Severity: "major", Dimension: "accuracy", Evaluated: 1200, Failed: 5,
			What: rules.Note{Key: "desk.no"}, Mend: rules.Note{Key: "desk.no"}, Rows: []int64{3, 9}}},
		Warnings: []submission.Warning{{What: rules.Note{Key: "desk.no"}, Count: 2, Examples: []string{"A1", "B2"}}},
		Diff:     &submission.Diff{Against: "before", Fixed: 12, Left: 4, New: 1},
	}, nil
}

func (d *fakeDesk) Submit(_ context.Context, who submission.Actor, id string) (submission.Upload, error) {
	return d.move(who, id, ledger.UploadSubmitted)
}

func (d *fakeDesk) Approve(_ context.Context, who submission.Actor, id string) (submission.Upload, error) {
	return d.move(who, id, ledger.UploadApproved)
}

func (d *fakeDesk) Reject(_ context.Context, who submission.Actor, id, reason string) (submission.Upload, error) {
	return d.move(who, id, ledger.UploadRejected)
}

func (d *fakeDesk) Withdraw(_ context.Context, who submission.Actor, id, reason string) (submission.Upload, error) {
	return d.move(who, id, ledger.UploadWithdrawn)
}

func (d *fakeDesk) Confirm(_ context.Context, who submission.Actor, id string) (submission.Receipt, error) {
	if _, err := d.move(who, id, ledger.UploadConfirmed); err != nil {
		return submission.Receipt{}, err
	}
	return d.receipts[strings.ToUpper(who.Unit)+"-2026-000001"], nil
}

func (d *fakeDesk) NilReturn(_ context.Context, who submission.Actor, dataset, slot, reason string) (submission.Receipt, error) {
	if d.refuse {
		return submission.Receipt{}, errRefused
	}
	return d.receipts[strings.ToUpper(who.Unit)+"-2026-000001"], nil
}

func (d *fakeDesk) Receipt(_ context.Context, who submission.Actor, number string) (submission.Receipt, error) {
	r, ok := d.receipts[number]
	if !ok || r.Unit != who.Unit {
		return submission.Receipt{}, submission.ErrUnknown
	}
	return r, nil
}

func (d *fakeDesk) Returned(_ context.Context, who submission.Actor, id string) (string, string, error) {
	if _, err := d.find(who, id); err != nil {
		return "", "", err
	}
	path := filepath.Join(d.dir, id+".xlsx")
	return path, "检查结果 \"名\r\nSet-Cookie: x=1/../..\\册\".xlsx", os.WriteFile(path, []byte("returned"), 0o600)
}

func (d *fakeDesk) Original(ctx context.Context, who submission.Actor, id string) (string, string, error) {
	return d.Returned(ctx, who, id)
}

func (d *fakeDesk) Export(_ context.Context, who submission.Actor, dataset, slot, format string, w io.Writer) error {
	if d.refuse {
		return errRefused
	}
	_, err := fmt.Fprint(w, "rows of "+dataset)
	return err
}

func (d *fakeDesk) Waiting() int { return 2 }

func (d *fakeDesk) History(_ context.Context, unit, dataset string) ([]submission.Event, error) {
	u := d.uploads[idOf(unit)]
	r := d.receipts[strings.ToUpper(unit)+"-2026-000001"]
	return []submission.Event{
		{At: noon, Slot: "2026-03-09", Kind: "receipt", State: r.State, Receipt: &r},
		{At: noon, Slot: "2026-03-09", Kind: "upload", State: u.State, Upload: &u},
		{At: noon, Slot: "2026-03-08", Kind: "delivery", State: ledger.Late, Delivery: &ledger.Delivery{Rows: 17, Reason: rules.Note{Key: "desk.no"}}},
		{At: noon, Slot: "2026-03-07", Kind: "receipt", State: ledger.ReceiptNil, Receipt: &submission.Receipt{Number: "X-1", Kind: ledger.ReceiptNil, State: ledger.OnTime, Reason: "无业务"}},
	}, nil
}
