package ledger_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/ledger"
	"cdoscore/rules/score"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// figuresModel has three indicators in two dimensions.
var figuresModel = score.Model{Dimensions: []score.Dimension{
	{ID: "completeness", Indicators: []score.Indicator{{Code: "0201", Weight: 6}, {Code: "0202", Weight: 4}}},
	{ID: "accuracy", Indicators: []score.Indicator{{Code: "0301", Weight: 3}}},
}}

// slotRows draws the rows of one slot: check groups with their rules, and rules
// that stand alone, some with a credit, some in shadow.
func slotRows(t *rapid.T) []ledger.Row {
	var out []ledger.Row
	for i := range rapid.IntRange(0, 7).Draw(t, "rows") {
		row := ledger.Row{
			Record: ledger.RuleRecord, Unit: "u", Dataset: "u/d", Rule: fmt.Sprintf("r%d", i), Kind: rapid.SampledFrom([]string{"type", "schema"}).Draw(t, "kind"), Fields: `["a"]`,
			Indicator: rapid.SampledFrom([]string{"0201", "0202", "0301"}).Draw(t, "indicator"), Severity: "major",
			Weight: rapid.SampledFrom([]int32{0, 1, 3, 5, 7, 1000}).Draw(t, "weight"), Scored: rapid.IntRange(0, 5).Draw(t, "scored") > 0,
			Evaluated: rapid.SampledFrom([]int64{0, 1, 3, 7, 8, 1_000, 99_999_989}).Draw(t, "evaluated"),
		}
		row.Total, row.Applicable = row.Evaluated+1, row.Evaluated+1
		row.Missing = 1
		row.Failed = rapid.Int64Range(0, row.Evaluated).Draw(t, "failed")
		if rapid.Bool().Draw(t, "waived") {
			row.Exempt = rapid.Int64Range(0, row.Failed).Draw(t, "exempt")
		}
		switch rapid.IntRange(0, 3).Draw(t, "form") {
		case 0:
			credit := rapid.Int32Range(0, 1000).Draw(t, "credit")
			row.Kind, row.Fields, row.Credit = "delivery", "null", &credit
		case 1:
			group := row
			group.Record, group.Rule, group.Kind, group.Scored = ledger.GroupRecord, "g"+row.Rule, "", true
			row.Group = group.Rule
			out = append(out, group)
		}
		out = append(out, row)
	}
	return out
}

// nightsWorld is one ledger into which the test publishes, ten days for each try.
type nightsWorld struct {
	ledger *ledger.Ledger
	first  time.Time // of the next try
}

var nightsAt = time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)

func newNightsWorld(t *testing.T) *nightsWorld {
	l, err := ledger.Open(context.Background(), t.TempDir(), nightsAt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return &nightsWorld{ledger: l, first: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// publish publishes rows of one dataset each night, and the first night's slot
// again in the last run, and returns their figures in two steps.
func (w *nightsWorld) publish(t fataler, nights [][]ledger.Row, again []ledger.Row) ledger.Figures {
	ctx := context.Background()
	first := w.first
	w.first = first.AddDate(0, 0, 10)
	for i, rows := range nights {
		day := first.AddDate(0, 0, i)
		slots := []ledger.RunSlot{w.deliver(t, day, 1)}
		rows = on(day, rows)
		if i == len(nights)-1 && i > 0 {
			slots = append(slots, w.deliver(t, first, 2))
			rows = slices.Concat(rows, on(first, again))
		}
		run, err := w.ledger.BeginRun(ctx, ledger.Run{Day: day.Format(time.DateOnly), Started: nightsAt, ConfigHash: "h", CodeVersion: "v"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.ledger.Publish(ctx, run, rows, slots, nil, nightsAt); err != nil {
			t.Fatal(err)
		}
	}
	date := func(n int) string { return first.AddDate(0, 0, n).Format(time.DateOnly) }
	chosen, err := w.ledger.Select(ctx, []ledger.Span{{Name: "first", From: date(0), To: date(1)}, {Name: "rest", From: date(2), To: date(9)}})
	if err != nil {
		t.Fatal(err)
	}
	var all []ledger.Figures
	for _, workers := range []int{1, 2} {
		f, err := ledger.Sum(ctx, chosen.Steps, workers)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, f)
	}
	if diff := gocmp.Diff(all[0], all[1]); diff != "" {
		t.Fatal("one worker and two differ:\n" + diff)
	}
	return all[0]
}

type fataler interface{ Fatal(...any) }

func (w *nightsWorld) deliver(t fataler, slot time.Time, version int) ledger.RunSlot {
	d, err := w.ledger.AddDelivery(context.Background(), ledger.Delivery{Dataset: "u/d", Slot: slot.Format(time.DateOnly), Version: version, Start: slot, End: slot.AddDate(0, 0, 1), State: ledger.OnTime, Pulled: nightsAt})
	if err != nil {
		t.Fatal(err)
	}
	return ledger.RunSlot{Dataset: d.Dataset, Slot: d.Slot, DeliveryID: d.ID}
}

func on(day time.Time, rows []ledger.Row) []ledger.Row {
	out := slices.Clone(rows)
	for i := range out {
		out[i].Slot = day.Format(time.DateOnly)
	}
	return out
}

// TestSumEqualsTheRollUp sums random nights, and scores the same rows slot by slot by
// rules/score: every figure that a reader sees is the same, with one and with two
// workers to the last bit.
func TestSumEqualsTheRollUp(t *testing.T) {
	w := newNightsWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		var nights [][]ledger.Row
		for range rapid.IntRange(1, 4).Draw(t, "nights") {
			nights = append(nights, slotRows(t))
		}
		again := slotRows(t)
		f := w.publish(t, nights, again)
		if len(nights) > 1 {
			nights[0] = again
		}
		compareFigures(t, nights, f)
	})
}

// TestSumsOfTies: what is half a hundredth is shown one higher, as rules/score
// shows it, whether one night has it or it is the mean of two.
func TestSumsOfTies(t *testing.T) {
	w := newNightsWorld(t)
	night := func(evaluated, failed int64) []ledger.Row {
		return []ledger.Row{{Record: ledger.GroupRecord, Unit: "u", Dataset: "u/d", Rule: "g", Indicator: "0301", Fields: `["a"]`, Weight: 3, Scored: true, Evaluated: evaluated, Failed: failed}}
	}
	for _, tt := range []struct {
		name   string
		nights [][]ledger.Row
		want   float64
	}{
		{"one night", [][]ledger.Row{night(80_000, 10_300)}, 87.13},             // 87.125
		{"two nights", [][]ledger.Row{night(1000, 130), night(400, 51)}, 87.13}, // 87 and 87.25
		{"thirds", [][]ledger.Row{night(3, 1), night(3, 2), night(40_000, 1_400)}, 65.5},
		{"a hair below", [][]ledger.Row{night(8_000_000, 1_030_001)}, 87.12},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := w.publish(t, tt.nights, tt.nights[0])
			if got := score.Round(score.Mean(figuresModel, indicatorMeans(f), nil).Points); got != tt.want {
				t.Errorf("shown as %v, want %v", got, tt.want)
			}
		})
	}
}

func compareFigures(t *rapid.T, nights [][]ledger.Row, f ledger.Figures) {
	var slots []score.Result
	var rows, evaluated, failed, declared, disagreeing int64
	counts := map[[2]string]ledger.OutcomeFigure{}
	for _, list := range nights {
		slots = append(slots, score.Dataset(figuresModel, assessment.Items(list)))
		rows += assessment.Evaluated(list)
		for _, i := range assessment.Items(list) {
			if i.Credit == nil {
				evaluated, failed = evaluated+i.Evaluated, failed+i.Failed
			}
		}
		for _, r := range list {
			c := counts[[2]string{r.Record, r.Rule}]
			c.Slots, c.Evaluated, c.Failed, c.Exempt, c.Applicable = c.Slots+1, c.Evaluated+r.Evaluated, c.Failed+r.Failed, c.Exempt+r.Exempt, c.Applicable+r.Applicable
			counts[[2]string{r.Record, r.Rule}] = c
			if r.Record == ledger.RuleRecord && r.Kind == "schema" {
				declared, disagreeing = declared+r.Evaluated, disagreeing+r.Failed
			}
		}
	}
	want := score.Period(figuresModel, slots)
	got := score.Mean(figuresModel, indicatorMeans(f), missedMeans(f))
	same(t, "score", got.Score, want.Score)
	for i, d := range want.Dimensions {
		same(t, d.ID, got.Dimensions[i].Score, d.Score)
		for j, x := range d.Indicators {
			same(t, x.Code, got.Dimensions[i].Indicators[j].Score, x.Score)
		}
	}
	if len(got.Lost) != len(want.Lost) {
		t.Fatalf("lost %v, want %v", got.Lost, want.Lost)
	}
	for id, lost := range want.Lost {
		if x := got.Lost[id]; x-lost > 1e-9 || lost-x > 1e-9 {
			t.Fatalf("%s lost %v, want %v", id, x, lost)
		}
	}
	var sum ledger.DatasetFigure
	for _, d := range f.Datasets {
		sum.Rows, sum.Evaluated, sum.Failed = sum.Rows+d.Rows, sum.Evaluated+d.Evaluated, sum.Failed+d.Failed
		sum.Declared, sum.Disagreeing = sum.Declared+d.Declared, sum.Disagreeing+d.Disagreeing
	}
	if sum.Rows != rows || sum.Evaluated != evaluated || sum.Failed != failed {
		t.Fatalf("rows, evaluated, failed = %d, %d, %d, want %d, %d, %d", sum.Rows, sum.Evaluated, sum.Failed, rows, evaluated, failed)
	}
	if sum.Declared != declared || sum.Disagreeing != disagreeing {
		t.Fatalf("columns declared, disagreeing = %d, %d, want %d, %d", sum.Declared, sum.Disagreeing, declared, disagreeing)
	}
	for _, o := range f.Outcomes {
		w := counts[[2]string{o.Record, o.Rule}]
		if o.Slots != w.Slots || o.Evaluated != w.Evaluated || o.Failed != w.Failed || o.Exempt != w.Exempt || o.Applicable != w.Applicable {
			t.Fatalf("%s %s: %+v, want %+v", o.Record, o.Rule, o, w)
		}
	}
	if len(f.Outcomes) != len(counts) {
		t.Fatalf("%d outcomes, want %d", len(f.Outcomes), len(counts))
	}
}

// same wants two scores to be shown alike, and to be so near that no rounding that
// anyone may choose tells them apart.
func same(t *rapid.T, what string, got, want score.Score) {
	near := func(a, b float64) bool { return a-b < 1e-10 && b-a < 1e-10 && score.Round(a) == score.Round(b) }
	if !near(got.Points, want.Points) || !near(got.NoWaivers, want.NoWaivers) || !near(got.Judged, want.Judged) {
		t.Fatalf("%s: %+v, want %+v", what, got, want)
	}
}

func indicatorMeans(f ledger.Figures) map[string]score.Score {
	sums := map[string]ledger.IndicatorFigure{}
	for _, x := range f.Indicators {
		s := sums[x.Indicator]
		s.Slots, s.Points, s.NoWaivers = s.Slots+x.Slots, s.Points+x.Points, s.NoWaivers+x.NoWaivers
		sums[x.Indicator] = s
	}
	out := map[string]score.Score{}
	for code, s := range sums {
		n := float64(s.Slots) * ledger.PointScale
		out[code] = score.Score{Points: float64(s.Points) / n, NoWaivers: float64(s.NoWaivers) / n}
	}
	return out
}

func missedMeans(f ledger.Figures) map[string]map[string]float64 {
	slots := map[string]int64{}
	for _, x := range f.Indicators {
		slots[x.Indicator] += x.Slots
	}
	out := map[string]map[string]float64{}
	for _, x := range f.Missed {
		if out[x.Indicator] == nil {
			out[x.Indicator] = map[string]float64{}
		}
		out[x.Indicator][x.Item] = float64(x.Share) / (float64(slots[x.Indicator]) * ledger.ShareScale)
	}
	return out
}

// TestSumOfManyTexts sums a slot of more rules than a file's dictionaries hold, over
// several of its row groups.
func TestSumOfManyTexts(t *testing.T) {
	w := newNightsWorld(t)
	const rows = 70_000
	night := make([]ledger.Row, rows)
	for i := range night {
		night[i] = ledger.Row{
			Record: ledger.RuleRecord, Unit: "u", Dataset: "u/d", Rule: fmt.Sprintf("%050d", i), Kind: "type", Fields: `["a"]`, Indicator: "0301",
			Severity: "minor", Weight: 1, Scored: true, Total: int64(i), Evaluated: int64(1 + i), Failed: int64(i % 2),
		}
	}
	f := w.publish(t, [][]ledger.Row{night}, nil)
	if len(f.Outcomes) != rows || len(f.Missed) != rows/2 {
		t.Fatalf("%d rules and %d that missed something, want %d and %d", len(f.Outcomes), len(f.Missed), rows, rows/2)
	}
	for i, o := range f.Outcomes {
		if o.Rule != night[i].Rule || o.Total != night[i].Total || o.Evaluated != night[i].Evaluated || o.Failed != night[i].Failed || o.Slots != 1 {
			t.Fatalf("rule %d: %+v, want the counts of %+v", i, o, night[i])
		}
	}
}

// TestSumNamesTheFile: a file that cannot be read is no zero.
func TestSumNamesTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "results.parquet")
	if err := os.WriteFile(path, []byte("PAR1 and nothing more"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := ledger.Sum(context.Background(), []ledger.Step{{Name: "2026", Parts: []ledger.Part{{Path: path}}}}, 2)
	if err == nil || !strings.Contains(err.Error(), path) {
		t.Fatalf("error %v, want one that names %s", err, path)
	}
}

// TestSumOfAShadowedSchema: a night on which nothing was scored has declared columns all
// the same.
func TestSumOfAShadowedSchema(t *testing.T) {
	w := newNightsWorld(t)
	night := []ledger.Row{{Record: ledger.RuleRecord, Unit: "u", Dataset: "u/d", Rule: "s", Kind: "schema", Fields: `["a"]`, Indicator: "0201", Weight: 3, Total: 7, Applicable: 7, Evaluated: 7, Failed: 2}}
	f := w.publish(t, [][]ledger.Row{night}, nil)
	if len(f.Datasets) != 1 || f.Datasets[0].Declared != 7 || f.Datasets[0].Disagreeing != 2 || f.Datasets[0].Slots != 0 {
		t.Errorf("%+v, want 7 declared columns, 2 disagreeing, and no slot that earns", f.Datasets)
	}
}
