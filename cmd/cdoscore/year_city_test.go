package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/testdata/guangzhou"
)

// fate is what becomes of one simulated slot.
type fate struct {
	state   string // what the ledger must say in the end
	arrives time.Time
	rows    []string // CSV records without the header
	again   []string // what a correction brings; nil: none
}

// year simulates what 33 units deliver in 2026. It is a source: what it hands over
// depends on the clock alone.
type year struct {
	zone   *time.Location
	now    time.Time
	random *rand.Rand
	fates  map[string]map[string]*fate // dataset → slot
	fixed  map[string]bool             // slots whose correction is to be had
}

const yearHeader = "id,kind,amount,done_on"

// yearCycles are the cycles of the simulated datasets by their number: few are
// daily, so that the year's nights are many and its slots some thousands.
func yearCycle(unit, dataset int) string {
	switch {
	case dataset == 0 && unit < 3:
		return "daily"
	case dataset == 0 && unit < 15:
		return "weekly"
	case dataset < 2:
		return "monthly"
	}
	return "quarterly"
}

// writeYear lays down the workspace and returns the ids of its datasets.
func writeYear(t *testing.T, dir string) []string {
	t.Helper()
	put := func(name, text string) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	units, err := guangzhou.ConfigurationFile("units.yaml")
	if err != nil {
		t.Fatal(err)
	}
	put("cdoscore.yaml", "city: 模拟市\nstart: 2026-01-01\njobs: 2\nthreads: 1\nretain: 3d\nsamples: 0\nmemory: 1GB\n")
	put("units.yaml", string(units))
	put("outages.yaml", yearOutages)
	put("waivers/half.yaml", "dataset: yuexiu/d0\nfield: kind\nwhen: kind = 'x'\nreason: 旧系统代码\napprover: 市数据局\napproved: 2026-03-01\nexpires: 2026-06-30\n")
	put("waivers/whole.yaml", "dataset: fgw/d1\nrule: amount.range\nreason: 口径调整\napprover: 市数据局\napproved: 2026-01-01\nexpires: 2026-12-31\n")
	put("waivers/delivery.yaml", "dataset: haizhu/d0\nrules: [delivery, id.unique]\nreason: 系统切换\napprover: 市数据局\napproved: 2026-11-01\nexpires: 2026-11-14\n")
	var ids []string
	names := unitNames(string(units))
	for i, unit := range names {
		for n := range 2 + i%4 {
			id := fmt.Sprintf("%s/d%d", unit, n)
			ids = append(ids, id)
			put("datasets/"+id+".yaml", yearDataset(unit, i, n, false))
		}
	}
	put("inventory.csv", "unit,code,title\n"+inventoryOf(names))
	put("requests.csv", yearRequests)
	put("reviews/2026/scores.csv", yearReviews(names))
	put("reviews/2026/adjustments.csv", "unit,kind,points,basis,document,by,on\n")
	put("reviews/2026/signoffs.csv", "unit,document,by,on\nyuexiu,文〔2027〕1号,评审组,2027-01-20\nmetro,文〔2027〕1号,评审组,2027-01-20\n")
	return ids
}

const yearOutages = `- {id: platform-move, from: 2026-03-31 20:00, to: 2026-04-02 20:00, reason: 平台迁移, approver: 市数据局}
- {id: hrss-line, from: 2026-09-01 00:00, to: 2026-09-10 00:00, units: [hrss, edu], reason: 专线中断, approver: 市数据局}
`

const yearRequests = `unit,id,requested_on,due_on,answered_on
yuexiu,r1,2026-01-05,2026-01-20,2026-01-20
yuexiu,r2,2026-02-05,2026-02-20,2026-02-21
yuexiu,r3,2026-03-05,2026-03-20,
haizhu,r1,2026-03-05,2026-03-20,2026-03-06
`

func unitNames(units string) []string {
	var out []string
	for line := range strings.Lines(units) {
		if _, rest, ok := strings.Cut(line, "id: "); ok && strings.HasPrefix(strings.TrimSpace(line), "- ") {
			out = append(out, strings.TrimSpace(strings.FieldsFunc(rest, func(r rune) bool { return r == ',' || r == '}' || r == '\n' })[0]))
		}
	}
	return out
}

// inventoryOf lists three entries a unit, one of which nothing covers.
func inventoryOf(units []string) string {
	var b strings.Builder
	for _, u := range units {
		for _, n := range []int{0, 1, 9} {
			fmt.Fprintf(&b, "%s,%s-%d,数据%d\n", u, u, n, n)
		}
	}
	return b.String()
}

// yearReviews confirms all of the first unit and of metro, and leaves gaps elsewhere.
func yearReviews(units []string) string {
	steps := map[string][]string{"A5": {"2", "1", "0"}, "D4": {"3", "1.5", "0"}, "E1": {"4", "2", "0"}, "E2": {"4", "2", "0"}, "F2": {"4", "2", "0"}, "G1": {"4", "2", "0"}, "H1": {"3", "1.5", "0"}}
	items := []string{"A5", "D4", "E1", "E2", "F2", "G1", "H1"}
	var b strings.Builder
	b.WriteString("unit,indicator,self,confirmed,evidence,note,by,on\n")
	for i, u := range units {
		for j, item := range items {
			self, confirmed := steps[item][0], steps[item][(i+j)%3]
			if u != "yuexiu" && u != "metro" && (i+j)%5 == 0 {
				confirmed = ""
			}
			if u != "yuexiu" && u != "metro" && (i+j)%7 == 0 {
				self, confirmed = "", ""
			}
			if self+confirmed == "" {
				continue
			}
			fmt.Fprintf(&b, "%s,%s,%s,%s,证%d-%d,,评审组,2027-01-10\n", u, item, self, confirmed, i, j)
		}
	}
	return b.String()
}

// yearDataset writes a dataset file; changed is what it is from July on.
func yearDataset(name string, unit, n int, changed bool) string {
	severity := "minor"
	if changed {
		severity = "blocker"
	}
	sharing := []string{"{type: unconditional}", "{type: conditional, basis: 条例}", "{type: conditional}", "{type: none, basis: 条例}", "{type: none}"}[(unit+n)%5]
	opening := []string{"{type: unconditional}", "{type: none}", "{type: conditional}"}[(unit+2*n)%3]
	return fmt.Sprintf(`title: {zh-Hans: 模拟数据%d, zh-Hant: 模擬數據%d, en: Simulated %d}
owner: {office: 数据处, person: 某人, system: 模拟}
catalogue: {code: %s, abstract: 模拟, sharing: %s, opening: %s}
update: {cycle: %s, due: "03:00", grace: 1h, late: [{within: 12h, credit: 0.5}, {within: 36h, credit: 0.25}]}
importance: %d
in_scope: %t
source: {csv: {path: none.csv}}
key: [id]
fields:
  - {name: id, title: 编号, type: integer, required: true}
  - {name: kind, title: 种类, in: [a, b, c], required: true}
  - {name: amount, title: 金额, type: "decimal(10,2)", range: {min: 0}}
  - {name: done_on, title: 日期, type: date}
rules:
  - {id: amount-fits-kind, expr: "kind <> 'a' OR amount < 500", severity: %s}
  - {id: not-early, expr: "done_on >= DATE '2026-01-01'", from: 2026-08-01}
  - {id: enough, row_count: {min: 4}, severity: minor}
  - {id: seen, expr: "amount > 5", shadow: true}
`, n, n, n, fmt.Sprintf("%s-%d", name, n), sharing, opening, yearCycle(unit, n), 1+(unit+n)%5, unit != 28 || n != 1, severity)
}

// newYear decides every slot's fate once, from a fixed seed.
func newYear(w *workspace.Workspace) *year {
	y := &year{zone: w.Zone, random: rand.New(rand.NewPCG(20260101, 51)), fates: map[string]map[string]*fate{}, fixed: map[string]bool{}}
	for _, d := range w.Datasets {
		y.fates[d.ID] = map[string]*fate{}
		for day := time.Date(2026, 1, 1, 0, 0, 0, 0, w.Zone); day.Year() == 2026; day = day.AddDate(0, 0, 1) {
			if s, ends := d.Update.SlotEndingOn(day); ends {
				y.fates[d.ID][s.Name()] = y.fate(d, s)
			}
		}
	}
	return y
}

func (y *year) fate(d *workspace.Dataset, s workspace.Slot) *fate {
	f := &fate{state: ledger.OnTime, arrives: s.End.Add(time.Duration(y.random.IntN(180)) * time.Minute), rows: y.records()}
	switch p := y.random.IntN(100); {
	case p < 6: // found the next night
		f.state, f.arrives = ledger.Late, s.End.Add(time.Duration(7+y.random.IntN(lateHours(d)))*time.Hour)
	case p < 9:
		f.state = ledger.Missing
	case p < 11:
		f.state = ledger.Unreadable
	case p < 13:
		f.state = ledger.SourceFailed
	case p < 14:
		f.state = ledger.PlatformFailed
	case p < 17:
		f.again = y.records()
	}
	if f.state == ledger.Late && s.LastDay().Format(time.DateOnly) < "2026-07-01" && f.arrives.Format(time.DateTime) > "2026-07-01 06:00:00" {
		f.state = ledger.Missing // held: another version of the frozen configuration is in force when it comes
	}
	if f.state != ledger.OnTime && f.state != ledger.PlatformFailed && y.outage(d, s) {
		f.state = ledger.Excused
	}
	return f
}

// lateHours is how late an extract may be and still be asked for: until the night
// after the next slot's deadline.
func lateHours(d *workspace.Dataset) int {
	if d.Update.Cycle == "daily" {
		return 22
	}
	return 60
}

// outage reports whether one of the two outages touches the time from the slot's
// end to the end of grace, at 04:00.
func (y *year) outage(d *workspace.Dataset, s workspace.Slot) bool {
	touches := func(from, to string) bool {
		a, _ := time.ParseInLocation("2006-01-02 15:04", from, y.zone)
		b, _ := time.ParseInLocation("2006-01-02 15:04", to, y.zone)
		return !a.After(s.End.Add(4*time.Hour)) && b.After(s.End)
	}
	return touches("2026-03-31 20:00", "2026-04-02 20:00") || (d.Unit == "hrss" || d.Unit == "edu") && touches("2026-09-01 00:00", "2026-09-10 00:00")
}

// records makes two to eight rows, some of them at fault.
func (y *year) records() []string {
	var out []string
	for i := range 2 + y.random.IntN(7) {
		pick := func(values ...string) string { return values[y.random.IntN(len(values))] }
		id := fmt.Sprint(i)
		if y.random.IntN(12) == 0 {
			id = pick("", "0", "x")
		}
		out = append(out, strings.Join([]string{id, pick("a", "b", "c", "c", "x", ""), pick("12.50", "700", "499.99", "-1", "abc", "", "3"), pick("2026-02-03", "2025-12-31", "2026-02-30", "", "2026-05-06")}, ","))
	}
	return out
}

// source is a dataset's simulated source.
func (y *year) source(d *workspace.Dataset) (connectors.Source, error) {
	return yearSource{y, d.ID}, nil
}

type yearSource struct {
	y       *year
	dataset string
}

func (s yearSource) Open(_ context.Context, r connectors.Request) (connectors.Extract, error) {
	slot := r.Slot.Start.Format(time.DateOnly)
	f := s.y.fates[s.dataset][slot]
	where := s.dataset + " " + slot
	fixed := s.y.fixed[where]
	switch {
	case f.state == ledger.PlatformFailed:
		panic("a simulated fault of the connector")
	case f.state == ledger.Missing, f.state == ledger.Excused, f.arrives.After(s.y.now):
		return nil, connectors.NewError(connectors.Absent, where, nil, "source.file_absent", where)
	case f.state == ledger.Unreadable:
		return nil, connectors.NewError(connectors.Unreadable, where, nil, "file.corrupt", where)
	case f.state == ledger.SourceFailed:
		return nil, connectors.NewError(connectors.SourceFault, where, nil, "source.read_failed", where)
	}
	rows := f.rows
	if fixed {
		rows = f.again
	}
	var columns []connectors.Column
	for name := range strings.SplitSeq(yearHeader, ",") {
		columns = append(columns, connectors.Column{Name: name})
	}
	return connectors.NewExtract(r, columns, &yearRecords{rows: slices.Clone(rows)}, where, f.arrives), nil
}

type yearRecords struct {
	rows []string
	read int64
}

func (y *yearRecords) Read(_ context.Context, w *connectors.RowWriter) error {
	if len(y.rows) == 0 {
		return io.EOF
	}
	y.read++
	w.Begin(y.read)
	for value := range strings.SplitSeq(y.rows[0], ",") {
		w.Text(value)
	}
	y.rows = y.rows[1:]
	return nil
}

func (*yearRecords) Close() error { return nil }
