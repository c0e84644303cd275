package duck_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"cdoscore/pipeline/duck"
	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/plan"
)

// formatRules are every format with every setting of its options that changes a
// verdict.
func formatRules(t failer, c rules.Context, format string) []*rules.Rule {
	with := func(pairs ...any) *rules.Node {
		return mapNode(append([]any{"field", textNode("x"), "name", textNode(format)}, pairs...)...)
	}
	settings := []*rules.Node{with()}
	switch format {
	case "resident_id":
		settings = append(settings, with("legacy", boolNode(true)))
	case "org_code":
		settings = append(settings, with("hyphen", boolNode(true)))
	case "mobile_cn":
		settings = append(settings, with("country_code", boolNode(true)))
	case "landline_cn":
		settings = append(settings, with("country_code", boolNode(true)), with("area", textNode("020")), with("area", textNode("0755"), "country_code", boolNode(true)))
	case "coordinates":
		city := mapNode("south", textNode("22.43"), "north", textNode("23.93"), "west", textNode("112.95"), "east", textNode("114.05"))
		settings = nil
		for _, order := range []string{"lat,lon", "lon,lat"} {
			settings = append(settings, with("datum", textNode("GCJ-02"), "order", textNode(order)), with("datum", textNode("WGS84"), "order", textNode(order), "within", city))
		}
	}
	var out []*rules.Rule
	for i, s := range settings {
		out = append(out, newRule(t, c, fmt.Sprintf("%s-%d", format, i), "format", s))
	}
	return out
}

func TestEveryFormatIsDrawn(t *testing.T) {
	for _, f := range codes.Formats() {
		if validValues[f.Name] == nil {
			t.Errorf("no values are drawn for format %s", f.Name)
		}
	}
}

// TestFormatsAgree sends nearly valid values of each format to the engine, a
// thousand at a time, and expects of SQL the very rows that fail in Go.
func TestFormatsAgree(t *testing.T) {
	const values = 2000
	cutoff := time.Date(2026, 11, 1, 0, 0, 0, 0, shanghai(t))
	dir := t.TempDir()
	engine := engineFor(t, dir, 1)
	c := rules.Context{Fields: []rules.Field{{Name: "x", Type: rules.FieldType{Name: rules.TypeString}}}, ParseExpr: engine.ParseExpr}
	for _, f := range codes.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			list := formatRules(t, c, f.Name)
			passed := make([]int, len(list))
			random := rapid.Custom(func(rt *rapid.T) string { return nearly(rt, validValues[f.Name](rt)) })
			batch := slices.Concat(hostile, junk)
			for seed := range values {
				batch = append(batch, random.Example(seed))
			}
			compareFormats(t, engine, dir, cutoff, list, batch, passed)
			for i, r := range list {
				if passed[i] == 0 || passed[i] == len(batch) {
					t.Errorf("rule %s passes %d of %d values, which proves nothing", r.ID, passed[i], len(batch))
				}
			}
		})
	}
}

// compareFormats judges a batch by rules on the field x in both ways, and adds up
// how many values pass each.
func compareFormats(t *testing.T, engine *duck.Engine, dir string, cutoff time.Time, list []*rules.Rule, batch []string, passed []int) {
	t.Helper()
	x := extract{columns: []string{"x"}}
	for i := range batch {
		x.rows, x.numbers = append(x.rows, []cell{&batch[i]}), append(x.numbers, int64(i))
	}
	path, columns := x.write(t, dir)
	defer os.Remove(path)
	field := rules.Field{Name: "x", Type: rules.FieldType{Name: rules.TypeString}}
	in := plan.Input{Path: path, Columns: columns, Fields: []rules.Field{field}, Rules: list, Cutoff: cutoff, Zone: cutoff.Location().String()}
	for i, r := range list {
		q, _ := plan.Failing(in, r, 0)
		rows, err := engine.Rows(context.Background(), q)
		if err != nil {
			t.Fatalf("rule %s: %v\n%s", r.ID, err, q.SQL)
		}
		failed := map[int64]bool{}
		for _, n := range rows {
			failed[n] = true
		}
		for n, s := range batch {
			row := oracleRow{map[string]cell{"x": &s}, map[string]rules.Field{"x": field}, cutoff}
			if _, evaluated := row.text("x"); !evaluated {
				continue
			}
			holds := r.Check.(rules.Judge).Holds(judgeRow{row})
			if holds == failed[int64(n)] {
				t.Errorf("rule %s (%s) on %q: Go says %t, SQL %t", r.ID, r.Check.Canonical(), s, holds, !failed[int64(n)])
			}
			if holds {
				passed[i]++
			}
		}
	}
}
