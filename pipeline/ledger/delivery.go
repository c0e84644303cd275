package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"cdoscore/rules"
)

// The states of a delivery (semantics, Delivery).
const (
	OnTime         = "on_time"
	Late           = "late"
	Missing        = "missing"
	Unreadable     = "unreadable"
	SourceFailed   = "source_failed"   // the unit's source refused or was down
	PlatformFailed = "platform_failed" // ours
	Excused        = "excused"         // a declared outage window
	Received       = "received"        // irregular and static extracts: nothing was due
)

// States lists the states of a delivery.
func States() []string {
	return []string{OnTime, Late, Missing, Unreadable, SourceFailed, PlatformFailed, Excused, Received}
}

// ErrVersion is wrapped by AddDelivery when the version is not the slot's next,
// because another process added one in the meantime.
var ErrVersion = errors.New("not the next version of the slot")

// Delivery is what became of one slot of a dataset: one version for each pull that
// was recorded. It is never changed.
type Delivery struct {
	ID       int64 // given by AddDelivery
	Dataset  string
	Slot     string // its name: the first covered day
	Version  int    // from 1
	Start    time.Time
	End      time.Time // the cut-off; the slot covers [Start, End)
	Due      time.Time // zero: nothing was due
	State    string
	Credit   int        // permille, of the delivery rule
	Reason   rules.Note // why the state; zero where the state says all
	Arrived  time.Time  // zero: nothing arrived
	Pulled   time.Time  // zero: nothing was pulled
	Rows     int64
	Rejected int64
	SHA256   string // of the snapshot's data; "" when nothing was frozen
	// ContentSHA256 is the same for the same columns and values in the same order,
	// StructureSHA256 for the same column names; "" when nothing was frozen.
	ContentSHA256   string
	StructureSHA256 string
	Path            string // of the snapshot, relative to the folder of all state; "" when nothing was frozen
	Upload          string // id of the confirmed upload that it is; "" for every other source
}

// Good reports whether the delivery has a snapshot.
func (d Delivery) Good() bool { return d.Path != "" }

// LastDay is the last day that the slot covers, YYYY-MM-DD in the zone of End.
func (d Delivery) LastDay() string { return d.End.Add(-1).Format(time.DateOnly) }

// Filter chooses slots. The zero value chooses all.
type Filter struct {
	Datasets []string // empty: all
	From     string   // YYYY-MM-DD, the earliest last covered day; "" is open
	To       string   // YYYY-MM-DD, the latest last covered day; "" is open
}

// RecordArrival records when an extract arrived and who says so (the officer, the
// arrivals file, the file system, the pull). The first record of a slot holds for
// ever, and is what is returned (semantics, Words: arrival).
func (l *Ledger) RecordArrival(ctx context.Context, dataset, slot string, at time.Time, source string) (time.Time, error) {
	var first sql.NullInt64
	err := l.inTransaction(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO arrivals (dataset, slot, at, source) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			dataset, slot, moment(at), source)
		if err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT at FROM arrivals WHERE dataset = ? AND slot = ?`, dataset, slot).Scan(&first)
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("record the arrival of %s, slot %s: %w", dataset, slot, err)
	}
	return l.time(first), nil
}

// NextVersion returns the version that the next delivery of a slot must have.
func (l *Ledger) NextVersion(ctx context.Context, dataset, slot string) (int, error) {
	next, err := nextVersion(ctx, l.read, dataset, slot)
	if err != nil {
		return 0, fmt.Errorf("next version of %s, slot %s: %w", dataset, slot, err)
	}
	return next, nil
}

// AddDelivery records a delivery under the version that NextVersion gave, and
// returns it with its ID. Its error wraps ErrVersion when that version is taken,
// and ErrNotConfirmed where it is an upload that is no longer the slot's official
// one.
func (l *Ledger) AddDelivery(ctx context.Context, d Delivery) (Delivery, error) {
	fail := func(err error) (Delivery, error) {
		return Delivery{}, fmt.Errorf("record the delivery of %s, slot %s, version %d: %w", d.Dataset, d.Slot, d.Version, err)
	}
	if !slices.Contains(States(), d.State) {
		return fail(fmt.Errorf("unknown state %q%s", d.State, rules.Suggest(d.State, States())))
	}
	reason, err := encodeNote(d.Reason)
	if err != nil {
		return fail(err)
	}
	err = l.inTransaction(ctx, func(tx *sql.Tx) error {
		next, err := nextVersion(ctx, tx, d.Dataset, d.Slot)
		if err != nil {
			return err
		}
		if next != d.Version {
			return fmt.Errorf("%w: that is %d", ErrVersion, next)
		}
		if err := checkConfirmed(ctx, tx, d.Upload); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `
			INSERT INTO deliveries (dataset, slot, version, slot_start, slot_end, last_day, due, state, credit, reason,
				arrived, pulled, row_count, rejected, sha256, path, content_sha256, structure_sha256, upload)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			d.Dataset, d.Slot, d.Version, moment(d.Start), moment(d.End), d.End.In(l.zone).Add(-1).Format(time.DateOnly),
			moment(d.Due), d.State, d.Credit, reason, moment(d.Arrived), moment(d.Pulled), d.Rows, d.Rejected, d.SHA256, d.Path,
			d.ContentSHA256, d.StructureSHA256, d.Upload,
		).Scan(&d.ID)
	})
	if err != nil {
		return fail(err)
	}
	return d, nil
}

// Delivery returns the delivery of an id that AddDelivery gave.
func (l *Ledger) Delivery(ctx context.Context, id int64) (Delivery, error) {
	d, ok, err := l.oneDelivery(ctx, `d.id = ?`, id)
	if err == nil && !ok {
		err = fmt.Errorf("read delivery: the ledger has none of id %d", id)
	}
	return d, err
}

// CurrentDelivery returns the newest version of a slot; false when there is none.
func (l *Ledger) CurrentDelivery(ctx context.Context, dataset, slot string) (Delivery, bool, error) {
	return l.oneDelivery(ctx, `dataset = ? AND slot = ? ORDER BY version DESC`, dataset, slot)
}

// LastGood returns the newest good version of the newest slot that has one and
// whose cut-off is at or before cutoff: what a reference or a match of that
// cut-off reads. False when there is none.
func (l *Ledger) LastGood(ctx context.Context, dataset string, cutoff time.Time) (Delivery, bool, error) {
	return l.oneDelivery(ctx, `dataset = ? AND slot_end <= ? AND path <> '' ORDER BY slot_end DESC, slot DESC, version DESC`,
		dataset, cutoff.UnixNano())
}

// Earlier returns the newest good version of each of the slots of a dataset that
// end before a moment, newest slot first, at most limit of them.
func (l *Ledger) Earlier(ctx context.Context, dataset string, before time.Time, limit int) ([]Delivery, error) {
	return l.collectDeliveries(ctx, `SELECT `+deliveryColumns+` FROM deliveries d
		WHERE d.dataset = ? AND d.slot_end < ? AND d.path <> '' AND d.version =
			(SELECT max(n.version) FROM deliveries n WHERE n.dataset = d.dataset AND n.slot = d.slot AND n.path <> '')
		ORDER BY d.slot_end DESC, d.slot DESC LIMIT ?`, dataset, before.UnixNano(), limit)
}

// EarlierOf returns what Earlier gave the newest published run that scored a slot,
// as it was recorded; nil where the slot was never scored, or needed none.
func (l *Ledger) EarlierOf(ctx context.Context, dataset, slot string) ([]Delivery, error) {
	return l.collectDeliveries(ctx, `SELECT `+deliveryColumns+` FROM earlier e JOIN deliveries d ON d.id = e.delivery
		WHERE e.dataset = ?1 AND e.slot = ?2 AND e.run = (SELECT max(run) FROM run_slots WHERE dataset = ?1 AND slot = ?2)
		ORDER BY e.place`, dataset, slot)
}

// UnsettledSlots returns the current deliveries of a dataset that a later arrival
// or pull may still mend: missing, unreadable, source_failed and platform_failed,
// by slot.
func (l *Ledger) UnsettledSlots(ctx context.Context, dataset string) ([]Delivery, error) {
	return l.deliveries(ctx, `d.dataset = ? AND d.state IN (?, ?, ?, ?)`, dataset, Missing, Unreadable, SourceFailed, PlatformFailed)
}

// Deliveries returns the current delivery of each slot chosen, by dataset and slot.
func (l *Ledger) Deliveries(ctx context.Context, f Filter) ([]Delivery, error) {
	where, args, err := f.sql()
	if err != nil {
		return nil, err
	}
	return l.deliveries(ctx, where, args...)
}

const deliveryColumns = `d.id, d.dataset, d.slot, d.version, d.slot_start, d.slot_end, d.due, d.state, d.credit, d.reason,
	d.arrived, d.pulled, d.row_count, d.rejected, d.sha256, d.path, d.content_sha256, d.structure_sha256, d.upload`

// deliveries returns the newest versions that meet a condition on d.
func (l *Ledger) deliveries(ctx context.Context, where string, args ...any) ([]Delivery, error) {
	return l.collectDeliveries(ctx, `SELECT `+deliveryColumns+` FROM deliveries d WHERE `+where+`
		AND d.version = (SELECT max(n.version) FROM deliveries n WHERE n.dataset = d.dataset AND n.slot = d.slot)
		ORDER BY d.dataset, d.slot`, args...)
}

func (l *Ledger) collectDeliveries(ctx context.Context, query string, args ...any) ([]Delivery, error) {
	rows, err := l.read.QueryContext(ctx, query, args...)
	out, err := collect(rows, err, func(r *sql.Rows) (Delivery, error) { return l.scanDelivery(r.Scan) })
	if err != nil {
		return nil, fmt.Errorf("read deliveries: %w", err)
	}
	return out, nil
}

func (l *Ledger) oneDelivery(ctx context.Context, where string, args ...any) (Delivery, bool, error) {
	row := l.read.QueryRowContext(ctx, `SELECT `+deliveryColumns+` FROM deliveries d WHERE `+where+` LIMIT 1`, args...)
	d, err := l.scanDelivery(row.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Delivery{}, false, nil
	}
	if err != nil {
		return Delivery{}, false, fmt.Errorf("read delivery: %w", err)
	}
	return d, true, nil
}

func (l *Ledger) scanDelivery(scan func(...any) error) (Delivery, error) {
	var d Delivery
	var start, end, due, arrived, pulled sql.NullInt64
	var reason string
	err := scan(&d.ID, &d.Dataset, &d.Slot, &d.Version, &start, &end, &due, &d.State, &d.Credit, &reason,
		&arrived, &pulled, &d.Rows, &d.Rejected, &d.SHA256, &d.Path, &d.ContentSHA256, &d.StructureSHA256, &d.Upload)
	if err != nil {
		return Delivery{}, err
	}
	d.Start, d.End, d.Due, d.Arrived, d.Pulled = l.time(start), l.time(end), l.time(due), l.time(arrived), l.time(pulled)
	if reason != "" {
		err = json.Unmarshal([]byte(reason), &d.Reason)
	}
	return d, err
}

func nextVersion(ctx context.Context, q querier, dataset, slot string) (int, error) {
	var next int
	err := q.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) + 1 FROM deliveries WHERE dataset = ? AND slot = ?`, dataset, slot).Scan(&next)
	return next, err
}

// sql is the filter as a condition on d, a delivery. Where datasets are named their
// index serves, not that of the days: a unit's slots of a year are few of all.
func (f Filter) sql() (string, []any, error) {
	day := `d.last_day`
	if len(f.Datasets) > 0 {
		day = `+d.last_day`
	}
	where, args := day+` >= ?`, []any{f.From}
	if f.To != "" {
		where, args = where+` AND `+day+` <= ?`, append(args, f.To)
	}
	if len(f.Datasets) > 0 {
		list, err := json.Marshal(f.Datasets)
		if err != nil {
			return "", nil, err
		}
		where, args = where+` AND d.dataset IN (SELECT value FROM json_each(?))`, append(args, string(list))
	}
	return where, args, nil
}

// encodeNote writes a note as JSON; the zero note is "".
func encodeNote(n rules.Note) (string, error) {
	if n.Key == "" {
		return "", nil
	}
	text, err := json.Marshal(n)
	return string(text), err
}
