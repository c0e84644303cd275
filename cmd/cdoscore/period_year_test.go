package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/testdata/guangzhou"
)

// The size of a year: 33 units with 50 datasets of 20 rules, 365 nights: 12 million
// outcomes.
const (
	bigDatasets = 50
	bigRules    = 20
	bigNights   = 365
)

// bigDataset has 20 rules: of seven fields, its key, an order of dates, and the
// whole.
const bigDataset = `title: {zh-Hans: 业务数据%[1]d, zh-Hant: 業務數據%[1]d, en: Business data %[1]d}
owner: {office: 数据处, person: 某联络员, phone: "020-80000000", system: 业务系统}
catalogue: {code: %[2]s-%04[1]d, abstract: 业务数据, sharing: {type: unconditional}, opening: {type: none}}
update: {cycle: daily, due: "03:00", grace: 2h, late: [{within: 24h, credit: 0.5}]}
importance: %[3]d
source: {csv: {path: "drop/%[2]s-%[1]d.csv"}}
key: [id]
fields:
  - {name: id, title: 编号, type: string, required: true, pattern: '^[A-Z]{2}\d{10}$'}
  - {name: kind, title: 种类, type: string, in: [a, b, c], required: true}
  - {name: amount, title: 金额, type: "decimal(12,2)", range: {min: 0}}
  - {name: done_on, title: 办理日期, type: date, required: true}
  - {name: seen_on, title: 登记日期, type: date}
  - {name: place, title: 行政区划代码, type: string, code: gbt2260}
rules:
  - {id: in-order, compare: {left: done_on, op: "<=", right: seen_on}}
`

// writeBigCity lays down the workspace.
func writeBigCity(t testing.TB, dir string) {
	units, err := guangzhou.ConfigurationFile("units.yaml")
	if err != nil {
		t.Fatal(err)
	}
	f := files{"cdoscore.yaml": "city: 模拟市\nstart: 2026-01-01\nthreads: 2\nmemory: 1GB\n", "units.yaml": string(units)}
	for _, unit := range unitNames(string(units)) {
		for n := range bigDatasets {
			f[fmt.Sprintf("datasets/%s/d%02d.yaml", unit, n)] = fmt.Sprintf(bigDataset, n, unit, 1+n%5)
		}
	}
	for name, content := range f {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// fillBigYear publishes a year of results without snapshots: its rows are drawn,
// and not counted.
func fillBigYear(t testing.TB, dir string, nights int) {
	ctx := context.Background()
	g := globals{workspace: dir, now: "2027-01-02T06:00:00+08:00"}
	s, err := g.open(ctx, true)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, s.w.Zone)
	random := rand.New(rand.NewPCG(2026, 365))
	states := addBigDeliveries(t, s.w, first, nights, random)
	var templates [][]ledger.Row
	for _, d := range s.w.Datasets {
		templates = append(templates, bigRows(s.w, d))
	}
	for n := range nights {
		day := first.AddDate(0, 0, n)
		run, err := s.ledger.BeginRun(ctx, ledger.Run{Day: day.Format(time.DateOnly), Started: s.clock(), ConfigHash: s.w.ConfigHash, CodeVersion: "bench", Configuration: s.w.Configuration()})
		if err != nil {
			t.Fatal(err)
		}
		var rows []ledger.Row
		var slots []ledger.RunSlot
		for i, d := range s.w.Datasets {
			id := int64(n*len(s.w.Datasets) + i + 1)
			slots = append(slots, ledger.RunSlot{Dataset: d.ID, Slot: day.Format(time.DateOnly), DeliveryID: id})
			rows = append(rows, bigNight(templates[i], day.Format(time.DateOnly), states[id-1], random)...)
		}
		if _, err := s.ledger.Publish(ctx, run, rows, slots, nil, s.clock()); err != nil {
			t.Fatal(err)
		}
	}
}

// addBigDeliveries writes one delivery for each slot in one transaction, by their
// order, and returns their states.
func addBigDeliveries(t testing.TB, w *workspace.Workspace, first time.Time, nights int, random *rand.Rand) []string {
	db, err := sql.Open("sqlite", filepath.Join(w.VarDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	insert, err := tx.Prepare(`INSERT INTO deliveries (id, dataset, slot, version, slot_start, slot_end, last_day, due, state, credit, reason,
		arrived, pulled, row_count, rejected, sha256, path, content_sha256, structure_sha256) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, 0, ?, ?, ?, ?)`)
	if err != nil {
		t.Fatal(err)
	}
	var states []string
	for n := range nights {
		day := first.AddDate(0, 0, n)
		name, end, due := day.Format(time.DateOnly), day.AddDate(0, 0, 1), day.AddDate(0, 0, 1).Add(3*time.Hour)
		for i, d := range w.Datasets {
			state := []string{ledger.Missing, ledger.SourceFailed, ledger.Late, ledger.Late, ledger.OnTime}[min(4, random.IntN(100))]
			states = append(states, state)
			hash, path, arrived := "", "", any(nil)
			if state == ledger.OnTime || state == ledger.Late {
				hash, path, arrived = fmt.Sprintf("%064x", n*len(w.Datasets)+i), "snapshots/"+d.ID+"/"+name, due.UnixNano()
			}
			_, err := insert.Exec(n*len(w.Datasets)+i+1, d.ID, name, day.UnixNano(), end.UnixNano(), name, due.UnixNano(), state, bigCredit(state),
				arrived, due.UnixNano(), 1000+random.IntN(100), hash, path, hash, hash)
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	return states
}

func bigCredit(state string) int {
	return map[string]int{ledger.OnTime: 1000, ledger.Late: 500}[state]
}

// bigRows are the rows of a dataset's slot but for their counts: its rules, a
// check group for each indicator and fields of its row-level rules, and its scores.
func bigRows(w *workspace.Workspace, d *workspace.Dataset) []ledger.Row {
	base := ledger.Row{Unit: d.Unit, Dataset: d.ID}
	var out, groups []ledger.Row
	for _, r := range d.Rules {
		row := base
		row.Record, row.Rule, row.Kind, row.Indicator, row.Severity, row.Weight, row.Scored = ledger.RuleRecord, r.ID, r.Kind.Name, r.Indicator, string(r.Severity), int32(r.Weight), true
		row.Fields, row.Version = "null", r.Version()
		if names := r.Fields(); len(names) > 0 {
			row.Fields = `["` + strings.Join(names, `","`) + `"]`
		}
		if r.Kind.Scope == rules.RowScope {
			row.Group = r.Indicator + ":" + strings.Join(r.Fields(), "+")
			if !slices.ContainsFunc(groups, func(g ledger.Row) bool { return g.Rule == row.Group }) {
				g := base
				g.Record, g.Rule, g.Indicator, g.Fields, g.Weight, g.Scored = ledger.GroupRecord, row.Group, row.Indicator, row.Fields, row.Weight, true
				groups = append(groups, g)
			}
		}
		out = append(out, row)
	}
	out = append(out, groups...)
	score := func(kind, name string) {
		row := base
		row.Record, row.Kind, row.Rule, row.Indicator = ledger.ScoreRecord, kind, kind+":"+name, name
		out = append(out, row)
	}
	score("dataset", "")
	for _, dim := range w.Indicators.Dimensions {
		score("dimension", dim.ID)
		for _, i := range dim.Indicators {
			score("indicator", i.Code)
		}
	}
	return out
}

// bigNight draws the counts of a slot: every fifth rule fails on some rows.
func bigNight(template []ledger.Row, slot, state string, random *rand.Rand) []ledger.Row {
	out := slices.Clone(template)
	rows := int64(900 + random.IntN(200))
	arrived := state == ledger.OnTime || state == ledger.Late
	judged, points := int64(842_105), int64(95_000_000+random.IntN(5_000_000))
	for i := range out {
		r := &out[i]
		r.Slot = slot
		switch {
		case r.Record == ledger.ScoreRecord:
			r.Judged, r.Score, r.ScoreNoWaivers = &judged, &points, &points
		case r.Kind == "delivery":
			credit := int32(bigCredit(state))
			r.Evaluated, r.Credit = 1, &credit
			if credit < 1000 {
				r.Failed = 1
			}
		case arrived:
			r.Total, r.Applicable, r.Evaluated = rows, rows, rows
			if random.IntN(5) == 0 {
				r.Failed = int64(random.IntN(40))
			}
		}
	}
	return out
}
