package duck_test

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"cdoscore/pipeline/duck"
	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/plan"
)

// The benchmarks set a plan against what a good engineer would write by hand for
// the same twenty rules: one count per rule, each column cleaned once. The two
// must count the same; ratio is the plan's time over the other's. Where cpu-ratio,
// the same of processor time, is far from it, other work took the machine's cores
// and ratio says little: run again.

//go:embed testdata/handwritten.sql
var handwritten string

// largeRows and smallRows are the sizes of a night's extracts.
const (
	largeRows  = 5_000_000
	smallRows  = 1_000
	smallFiles = 1_650
)

// BenchmarkLargeExtract scores 5 million rows of 12 text columns by 20 rules.
func BenchmarkLargeExtract(b *testing.B) {
	dir := b.TempDir()
	path := filepath.Join(dir, "large.parquet")
	writeBenchExtract(b, path, 0, largeRows)
	engine := engineFor(b, dir, 2)
	in := benchInput(b, engine, path)
	p := plan.Build(in)
	hand := handwrittenFor(in)
	var plans, hands []cost
	for b.Loop() {
		for range 5 {
			var byPlan, byHand []int64
			plans = append(plans, measured(b, func() { byPlan = failedByPlan(b, engine, p) }))
			hands = append(hands, measured(b, func() { byHand = failedByHand(b, engine, hand) }))
			sameCounts(b, byPlan, byHand)
			if slices.Contains(byPlan, 0) {
				b.Fatalf("a rule fails nowhere, which proves nothing: %v", byPlan)
			}
		}
	}
	report(b, plans, hands)
}

// BenchmarkManySmallExtracts scores 1,650 extracts of 1,000 rows, planning
// included, one after the other.
func BenchmarkManySmallExtracts(b *testing.B) {
	dir := b.TempDir()
	engine := engineFor(b, dir, 2)
	var inputs []plan.Input
	var written []plan.Query
	in := benchInput(b, engine, "")
	for i := range smallFiles {
		in.Path = filepath.Join(dir, fmt.Sprintf("small-%04d.parquet", i))
		writeBenchExtract(b, in.Path, i*smallRows, smallRows)
		inputs = append(inputs, in)
		written = append(written, handwrittenFor(in))
	}
	var plans, hands []cost
	for b.Loop() {
		var planCost, handCost cost
		for i, in := range inputs {
			var byPlan, byHand []int64
			planCost = planCost.plus(measured(b, func() { byPlan = failedByPlan(b, engine, plan.Build(in)) }))
			handCost = handCost.plus(measured(b, func() { byHand = failedByHand(b, engine, written[i]) }))
			sameCounts(b, byPlan, byHand)
		}
		plans, hands = append(plans, planCost), append(hands, handCost)
	}
	report(b, plans, hands)
}

// cost is what a query took: time on the clock, and of all processors together.
type cost struct{ wall, cpu time.Duration }

func (c cost) plus(d cost) cost { return cost{c.wall + d.wall, c.cpu + d.cpu} }

func measured(b *testing.B, run func()) cost {
	b.Helper()
	start, used := time.Now(), processorTime(b)
	run()
	return cost{time.Since(start), processorTime(b) - used}
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// median is the median of each figure by itself, in seconds.
func median(costs []cost) (wall, cpu float64) {
	middle := func(of func(cost) time.Duration) float64 {
		figures := make([]time.Duration, len(costs))
		for i, c := range costs {
			figures[i] = of(c)
		}
		slices.Sort(figures)
		return figures[len(figures)/2].Seconds()
	}
	return middle(func(c cost) time.Duration { return c.wall }), middle(func(c cost) time.Duration { return c.cpu })
}

func report(b *testing.B, plans, hands []cost) {
	b.Helper()
	planWall, planCPU := median(plans)
	handWall, handCPU := median(hands)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(planWall, "plan-s")
	b.ReportMetric(handWall, "hand-s")
	b.ReportMetric(planWall/handWall, "ratio")
	b.ReportMetric(planCPU/handCPU, "cpu-ratio")
	b.ReportMetric(peakMemory(b), "peak-MB")
}

var highWater = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peakMemory is the process's high-water mark, in MB; 0 where the system has none.
func peakMemory(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	m := highWater.FindSubmatch(status)
	if m == nil {
		return 0
	}
	kb, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return kb / 1024
}

// failedByPlan returns the failed rows of each rule, in the order of benchRules.
func failedByPlan(b *testing.B, engine *duck.Engine, p *plan.Plan) []int64 {
	b.Helper()
	answer, err := engine.Run(context.Background(), p)
	if err != nil {
		b.Fatal(err)
	}
	outcomes, _ := p.Outcomes(answer)
	failed := make([]int64, len(benchRules))
	for i, r := range benchRules {
		failed[i] = outcomes[r.id].Failed
	}
	return failed
}

func failedByHand(b *testing.B, engine *duck.Engine, q plan.Query) []int64 {
	b.Helper()
	failed, err := engine.Counts(context.Background(), q)
	if err != nil {
		b.Fatal(err)
	}
	return failed
}

func sameCounts(b *testing.B, byPlan, byHand []int64) {
	b.Helper()
	if !slices.Equal(byPlan, byHand) {
		b.Fatalf("failed rows differ:\nplan %v\nhand %v", byPlan, byHand)
	}
}

// whiteSpace is Unicode White_Space.
const whiteSpace = "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"

// handwrittenFor fills the place of the extract into the written query, and
// declares its list of codes as the plan does.
func handwrittenFor(in plan.Input) plan.Query {
	valid := codes.Tables()[0].At(in.Cutoff)
	slices.Sort(valid)
	ever := slices.Clone(codes.Divisions())
	slices.Sort(ever)
	return plan.Query{
		SQL:      strings.NewReplacer(":extract", "'"+in.Path+"'", ":ws", whiteSpace).Replace(handwritten),
		Types:    []plan.Type{{Name: "division_now", Values: valid}, {Name: "division_ever", Values: slices.Compact(ever)}},
		Measures: make([]string, len(benchRules)),
	}
}

// benchFields are the twelve columns of a contribution register.
var benchFields = []rules.Field{
	{Name: "payment_id"},
	{Name: "id_no"},
	{Name: "name"},
	{Name: "district"},
	{Name: "amount", Type: rules.FieldType{Name: rules.TypeDecimal, Precision: 12, Scale: 2}},
	{Name: "paid_on", Type: rules.FieldType{Name: rules.TypeDate}},
	{Name: "received_at", Type: rules.FieldType{Name: rules.TypeTimestamp}},
	{Name: "employer"},
	{Name: "phone"},
	{Name: "status"},
	{Name: "months", Type: rules.FieldType{Name: rules.TypeInteger}},
	{Name: "note"},
}

// benchRules are twenty row-level rules of mixed kinds.
var benchRules = []struct {
	id, kind, field string
	options         *rules.Node
}{
	{"payment_id.required", "required", "payment_id", boolNode(true)},
	{"id_no.required", "required", "id_no", boolNode(true)},
	{"name.required", "required", "name", boolNode(true)},
	{"paid_on.required", "required", "paid_on", boolNode(true)},
	{"note-when-stopped", "required_when", "", mapNode("field", textNode("note"), "when", textNode("status = '停缴'"))},
	{"amount.type", "type", "amount", textNode("decimal(12,2)")},
	{"paid_on.type", "type", "paid_on", textNode("date")},
	{"received_at.type", "type", "received_at", textNode("timestamp")},
	{"months.type", "type", "months", textNode("integer")},
	{"payment_id.pattern", "pattern", "payment_id", textNode("P[0-9]{10}")},
	{"employer.length", "length", "employer", mapNode("min", intNode(18), "max", intNode(18))},
	{"name.length", "length", "name", mapNode("min", intNode(2), "max", intNode(20))},
	{"amount.range", "range", "amount", mapNode("exclusive_min", intNode(0), "max", intNode(90000))},
	{"months.range", "range", "months", mapNode("min", intNode(1), "max", intNode(12))},
	{"status.in", "in", "status", listNode([]string{"正常", "停缴", "补缴"})},
	{"district.code", "code", "district", textNode(codes.GBT2260)},
	{"id_no.format", "format", "id_no", textNode("resident_id")},
	{"phone.format", "format", "phone", textNode("mobile_cn")},
	{"paid-before-received", "expr", "", textNode("paid_on <= received_at")},
	{"received-by-cutoff", "compare", "", mapNode("left", textNode("received_at"), "op", textNode("<="), "right", textNode("today"))},
}

func benchInput(b *testing.B, engine *duck.Engine, path string) plan.Input {
	b.Helper()
	in := plan.Input{Path: path, Cutoff: time.Date(2026, 11, 1, 0, 0, 0, 0, shanghai(b)), Zone: "Asia/Shanghai"}
	for i, f := range benchFields {
		f.Type.Name = cmp.Or(f.Type.Name, rules.TypeString)
		f.Placeholders = rules.DefaultPlaceholders
		in.Fields = append(in.Fields, f)
		in.Columns = append(in.Columns, plan.Column{Name: f.Name, Stored: fmt.Sprintf("c%d", i+1)})
	}
	c := rules.Context{Fields: in.Fields, ParseExpr: engine.ParseExpr, Tables: map[string]*rules.CodeTable{codes.GBT2260: codes.Tables()[0]}}
	for _, r := range benchRules {
		on := c
		if f, ok := c.FieldNamed(r.field); ok {
			on.Field = &f
		}
		in.Rules = append(in.Rules, newRule(b, on, r.id, r.kind, r.options))
	}
	return in
}
