package duck_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"cdoscore/pipeline/duck"
	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/plan"
)

// One value of one field against the oracle, for each of the types and formats
// whose reading is the most intricate.

func FuzzCellDate(f *testing.F) {
	fuzzCell(f, rules.Field{Name: "x", Type: rules.FieldType{Name: rules.TypeDate}, Formats: dateForms}, typeAndRange("date", "1949-10-01", "today"))
}

func FuzzCellTimestamp(f *testing.F) {
	fuzzCell(f, rules.Field{Name: "x", Type: rules.FieldType{Name: rules.TypeTimestamp}, Formats: timeForms}, typeAndRange("timestamp", "1949-10-01", "today"))
}

func FuzzCellDecimal(f *testing.F) {
	fuzzCell(f, rules.Field{Name: "x", Type: rules.FieldType{Name: rules.TypeDecimal, Precision: 38, Scale: 4}, Thousands: true}, typeAndRange("decimal(38,4)", "-2.5", "10"))
}

func FuzzCellInteger(f *testing.F) {
	fuzzCell(f, rules.Field{Name: "x", Type: rules.FieldType{Name: rules.TypeInteger}, Thousands: true}, typeAndRange("integer", "-2.5", "9007199254740992"))
}

func FuzzCellResidentID(f *testing.F) {
	fuzzCell(f, rules.Field{Name: "x", Type: rules.FieldType{Name: rules.TypeString}}, func(d *drawn) []*judged {
		return []*judged{
			d.format("resident_id", "legacy", false, func(s string) bool { return oracleResident(s, d.areas, d.cutoff, false) },
				func(s string) bool { return codes.ResidentID(s, d.cutoff, false) }),
			d.format("resident_id", "legacy", true, func(s string) bool { return oracleResident(s, d.areas, d.cutoff, true) },
				func(s string) bool { return codes.ResidentID(s, d.cutoff, true) }),
		}
	})
}

func FuzzCellUSCC(f *testing.F) {
	fuzzCell(f, rules.Field{Name: "x", Type: rules.FieldType{Name: rules.TypeString}}, func(d *drawn) []*judged {
		return []*judged{d.format("uscc", "", false, oracleUSCC, codes.USCC)}
	})
}

func FuzzCellMobile(f *testing.F) {
	fuzzCell(f, rules.Field{Name: "x", Type: rules.FieldType{Name: rules.TypeString}}, func(d *drawn) []*judged {
		return []*judged{
			d.format("mobile_cn", "country_code", false, func(s string) bool { return oracleMobile(s, false) }, func(s string) bool { return codes.MobileCN(s, false) }),
			d.format("mobile_cn", "country_code", true, func(s string) bool { return oracleMobile(s, true) }, func(s string) bool { return codes.MobileCN(s, true) }),
		}
	})
}

// drawn is what the rules of a fuzz target are made from.
type drawn struct {
	testing.TB
	context rules.Context
	field   rules.Field
	cutoff  time.Time
	areas   map[string]bool
}

func typeAndRange(typeName, low, high string) func(*drawn) []*judged {
	return func(d *drawn) []*judged {
		c := d.context
		c.Field = &d.field
		isType := &judged{rule: newRule(d, c, "type", "type", textNode(typeName)), fields: []string{"x"}, pass: func(r oracleRow) bool {
			if d.field.Type.Name == rules.TypeInteger {
				s, _ := r.text("x")
				return isInteger(s, d.field.Thousands)
			}
			return r.value("x") != nil && !sentinel(r.value("x"))
		}}
		constant := (&drawing{cutoff: d.cutoff}).constant
		inRange := &judged{rule: newRule(d, c, "range", "range", mapNode("min", textNode(low), "exclusive_max", textNode(high))), fields: []string{"x"}, pass: func(r oracleRow) bool {
			v := r.value("x")
			return related(v, ">=", constant(d.field, low)) && related(v, "<", constant(d.field, high))
		}}
		return []*judged{isType, inRange}
	}
}

// format makes a rule whose oracle and Go validator must agree as well.
func (d *drawn) format(name, option string, on bool, oracle, validator func(string) bool) *judged {
	options := []any{"field", textNode("x"), "name", textNode(name)}
	if option != "" {
		options = append(options, option, boolNode(on))
	}
	id := fmt.Sprintf("%s-%v", name, on)
	return &judged{rule: newRule(d, d.context, id, "format", mapNode(options...)), fields: []string{"x"}, pass: func(r oracleRow) bool {
		s, _ := r.text("x")
		if oracle(s) != validator(s) {
			d.Errorf("%s %q: the Go validator says %v, the oracle %v", id, s, validator(s), oracle(s))
		}
		return oracle(s)
	}}
}

// fuzzCell judges one value by its rules, in the engine and by the oracle. The
// value stands in the query in the place of the Parquet file.
func fuzzCell(f *testing.F, field rules.Field, draw func(*drawn) []*judged) {
	for _, s := range hostile {
		f.Add(s)
	}
	for _, s := range []string{"２０２０-０１-０１", "2020-01-01T10:00:00+08:00", "1991-04-14 00:30:00-0845", "2020年12月31日", "440116201003070012", "11440100MB2C123481"} {
		f.Add(s)
	}
	const path = "the extract"
	cutoff := time.Date(2026, 11, 1, 0, 0, 0, 0, shanghai(f))
	engine := engineFor(f, f.TempDir(), 1)
	c := rules.Context{Fields: []rules.Field{field}, ParseExpr: engine.ParseExpr}
	list := draw(&drawn{TB: f, context: c, field: field, cutoff: cutoff, areas: divisions(f)})
	in := plan.Input{Path: path, Columns: []plan.Column{{Name: "x", Stored: "c1"}}, Fields: c.Fields, Cutoff: cutoff, Zone: cutoff.Location().String()}
	for _, j := range list {
		in.Rules = append(in.Rules, j.rule)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if !utf8.ValidString(value) {
			t.Skip("a snapshot holds valid UTF-8 only")
		}
		p := plan.Build(in)
		p.Fused.SQL = strings.Replace(p.Fused.SQL, "read_parquet('"+path+"')", "(SELECT 1 AS _row, "+sqlText(value)+" AS c1 FROM range(1))", 1)
		compareCell(t, engine, p, list, oracleRow{map[string]cell{"x": &value}, map[string]rules.Field{"x": field}, cutoff})
	})
}

// sqlText is a literal; NUL cannot stand in one.
func sqlText(s string) string {
	return "'" + strings.ReplaceAll(strings.ReplaceAll(s, "'", "''"), "\x00", "' || chr(0) || '") + "'"
}

func compareCell(t *testing.T, engine *duck.Engine, p *plan.Plan, list []*judged, row oracleRow) {
	t.Helper()
	answer, err := engine.Run(context.Background(), p)
	if err != nil {
		t.Fatalf("%v\n%s", err, p.Fused.SQL)
	}
	got, _ := p.Outcomes(answer)
	for _, j := range list {
		want := rules.Outcome{Total: 1, Applicable: 1}
		if _, ok := row.text("x"); ok {
			want.Evaluated, want.Failed = 1, count(!j.pass(row))
		} else {
			want.Missing = 1
		}
		o := got[j.rule.ID]
		if o.Evaluated != want.Evaluated || o.Missing != want.Missing || o.Failed != want.Failed {
			t.Errorf("%s of %q: evaluated, missing, failed %d, %d, %d; oracle %d, %d, %d", j.rule.ID, *row.cells["x"],
				o.Evaluated, o.Missing, o.Failed, want.Evaluated, want.Missing, want.Failed)
		}
	}
}
