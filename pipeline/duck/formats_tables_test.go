package duck_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/plan"
)

// retiredDivisions are five codes of Guangzhou that ended, each with a day on
// which it was valid.
var retiredDivisions = map[string]string{"440102": "2004-06-30", "440107": "2004-06-30", "440116": "2014-06-30", "440183": "2013-06-30", "440184": "2013-06-30"}

// TestRetiredDivisions: a number keeps the area that it was given, an address
// does not.
func TestRetiredDivisions(t *testing.T) {
	for code, when := range retiredDivisions {
		t.Run(code, func(t *testing.T) {
			number := withCheckCharacter(code + "19900307001")
			for _, tt := range []struct {
				cutoff string
				failed []string
			}{{"2026-11-01", []string{"address"}}, {when, nil}} {
				if got := failedAt(t, tt.cutoff, code, number); !slices.Equal(got, tt.failed) {
					t.Errorf("cut-off %s: %s and %s fail %v, want %v", tt.cutoff, code, number, got, tt.failed)
				}
			}
		})
	}
}

func withCheckCharacter(body string) string {
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(body[i]-'0') * w
	}
	return body + "10X98765432"[sum%11:sum%11+1]
}

// failedAt judges an address by code: gbt2260 and a number by format: resident_id
// at a cut-off, and returns which rules fail.
func failedAt(t *testing.T, cutoff, address, number string) []string {
	t.Helper()
	dir := t.TempDir()
	engine := engineFor(t, dir, 1)
	c := tablesContext(engine.ParseExpr, "address", "number")
	x := extract{columns: []string{"address", "number"}, rows: [][]cell{{&address, &number}}, numbers: []int64{1}}
	path, columns := x.write(t, dir)
	in := plan.Input{Path: path, Columns: columns, Fields: c.Fields, Cutoff: dayIn(t, cutoff), Zone: "Asia/Shanghai"}
	in.Rules = []*rules.Rule{
		newRule(t, c, "address", "code", mapNode("field", textNode("address"), "table", textNode(codes.GBT2260))),
		newRule(t, c, "number", "format", mapNode("field", textNode("number"), "name", textNode("resident_id"))),
	}
	p := plan.Build(in)
	answer, err := engine.Run(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	outcomes, _ := p.Outcomes(answer)
	var out []string
	for _, r := range in.Rules {
		if o := outcomes[r.ID]; o.Evaluated != 1 {
			t.Fatalf("rule %s evaluated %d rows", r.ID, o.Evaluated)
		} else if o.Failed == 1 {
			out = append(out, r.ID)
		}
	}
	return out
}

func tablesContext(parse rules.ParseExpr, names ...string) rules.Context {
	c := rules.Context{ParseExpr: parse, Tables: map[string]*rules.CodeTable{}}
	for _, name := range names {
		c.Fields = append(c.Fields, rules.Field{Name: name, Type: rules.FieldType{Name: rules.TypeString}})
	}
	for _, table := range codes.Tables() {
		c.Tables[table.Name] = table
	}
	return c
}

func dayIn(t *testing.T, s string) time.Time {
	t.Helper()
	day, err := time.ParseInLocation(time.DateOnly, s, shanghai(t))
	if err != nil {
		t.Fatal(err)
	}
	return day
}

// TestCodeTablesAtTheCutoff judges values by built-in tables, and by a table of
// one's own with validity, through the engine.
func TestCodeTablesAtTheCutoff(t *testing.T) {
	own := &rules.CodeTable{Name: "posts", Codes: []rules.Code{{Code: "P1", To: "2026-10-31"}, {Code: "P2", From: "2026-11"}, {Code: "P3"}}}
	tests := []struct {
		table, cutoff  string
		valid, invalid []string
	}{
		{codes.Sex, "2026-11-01", []string{"0", "1", "2", "9"}, []string{"3", "01", "男"}},
		{codes.Ethnicity, "2026-11-01", []string{"01", "56", "97", "98"}, []string{"00", "1", "57", "96", "99"}},
		{codes.Industry, "2026-11-01", []string{"A", "T"}, []string{"U", "a", "01"}},
		{codes.Industry, "2017-10-01", []string{"A"}, nil},
		{codes.Industry, "2017-09-30", nil, []string{"A"}},
		{codes.Sharing, "2026-11-01", []string{"unconditional", "conditional", "none"}, []string{"1", "无条件共享"}},
		{codes.UpdateCycle, "2026-11-01", workspace.Cycles, []string{"annual", "每日"}},
		{"posts", "2026-10-31", []string{"P1", "P3"}, []string{"P2"}},
		{"posts", "2026-11-01", []string{"P2", "P3"}, []string{"P1"}},
	}
	dir := t.TempDir()
	engine := engineFor(t, dir, 1)
	c := tablesContext(engine.ParseExpr, "x")
	c.Tables["posts"] = own
	for _, tt := range tests {
		t.Run(tt.table+" "+tt.cutoff, func(t *testing.T) {
			x := extract{columns: []string{"x"}}
			var want []int64
			for i, s := range append(slices.Clone(tt.valid), tt.invalid...) {
				x.rows, x.numbers = append(x.rows, []cell{val(s)}), append(x.numbers, int64(i))
				if i >= len(tt.valid) {
					want = append(want, int64(i))
				}
			}
			path, columns := x.write(t, dir)
			in := plan.Input{Path: path, Columns: columns, Fields: c.Fields, Cutoff: dayIn(t, tt.cutoff), Zone: "Asia/Shanghai"}
			r := newRule(t, c, "x", "code", mapNode("field", textNode("x"), "table", textNode(tt.table)))
			in.Rules = []*rules.Rule{r}
			q, _ := plan.Failing(in, r, 0)
			if got, err := engine.Rows(context.Background(), q); err != nil || !slices.Equal(got, want) {
				t.Errorf("failing rows %v (%v), want %v of %v", got, err, want, fmt.Sprint(tt.valid, tt.invalid))
			}
		})
	}
}
