package duck_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cdoscore/pipeline/duck"
	"cdoscore/rules"
	"cdoscore/rules/plan"
)

func integerField(name string) rules.Field {
	return rules.Field{Name: name, Type: rules.FieldType{Name: rules.TypeInteger}, Placeholders: rules.DefaultPlaceholders}
}

// inputOf plans expressions, each a rule of its own, over one field.
func inputOf(t *testing.T, e *duck.Engine, path string, columns []plan.Column, f rules.Field, expressions ...string) plan.Input {
	t.Helper()
	in := plan.Input{Path: path, Columns: columns, Fields: []rules.Field{f}, Cutoff: time.Date(2026, 11, 1, 0, 0, 0, 0, shanghai(t)), Zone: "Asia/Shanghai"}
	for _, x := range expressions {
		in.Rules = append(in.Rules, newRule(t, rules.Context{Fields: in.Fields, ParseExpr: e.ParseExpr}, x, "expr", textNode(x)))
	}
	return in
}

// exprFields are of all types.
var exprFields = []rules.Field{
	integerField("n"),
	{Name: "amount", Type: rules.FieldType{Name: rules.TypeDecimal, Precision: 12, Scale: 2}},
	{Name: "paid_on", Type: rules.FieldType{Name: rules.TypeDate}},
	{Name: "received_at", Type: rules.FieldType{Name: rules.TypeTimestamp}},
	{Name: "ok", Type: rules.FieldType{Name: rules.TypeBoolean}},
	{Name: "a b", Type: rules.FieldType{Name: rules.TypeString}},
	{Name: `q"q`, Type: rules.FieldType{Name: rules.TypeString}},
	{Name: "状态", Type: rules.FieldType{Name: rules.TypeString}},
}

func TestParseExprRefuses(t *testing.T) {
	e := engineFor(t, t.TempDir(), 1)
	tests := []struct {
		name, text string
		from, to   int // where the error may point
	}{
		{"empty", "", 0, 0},
		{"white space", " \n ", 0, 0},
		{"comment alone", "-- n > 1", 0, 8},
		{"sub-query", "n > (SELECT 1)", 4, 5},
		{"sub-query in a list", "n IN (SELECT 1)", 0, 7},
		{"exists", "EXISTS (SELECT 1)", 0, 8},
		{"union", "n > 1 UNION SELECT true", 0, 23},
		{"from", "true FROM range(3)", 0, 18},
		{"from a file", "true FROM '/etc/passwd'", 0, 23},
		{"where", "true WHERE n > 1", 0, 16},
		{"order", "true ORDER BY 1", 0, 15},
		{"limit", "true LIMIT 1", 0, 12},
		{"into", "n INTO x", 0, 8},
		{"two statements", "n > 1; DROP TABLE x", 0, 19},
		{"two queries", "n > 1; SELECT 2", 0, 15},
		{"comment that hides a statement", "n > 1 /* */; COPY x TO '/tmp/x' --", 0, 34},
		{"unclosed comment", "n > 1 /* ", 0, 9},
		{"unclosed text", "n = 'x", 0, 6},
		{"closing parenthesis", "n > 1) FROM (SELECT 1", 0, 21},
		{"read_csv", "read_csv('x') = 1", 0, 1},
		{"read_text", "n > 1 and read_text('/etc/passwd') = ''", 10, 10},
		{"getenv", "getenv('HOME') = 'x'", 0, 0},
		{"query", "query('SELECT 1')", 0, 0},
		{"current_setting", "current_setting('threads') = 1", 0, 0},
		{"pragma", "PRAGMA version", 0, 14},
		{"copy", "COPY x TO 'y'", 0, 13},
		{"attach", "ATTACH 'x'", 0, 10},
		{"aggregate", "sum(n) > 1", 0, 0},
		{"count", "count(*) > 1", 0, 0},
		{"window", "row_number() OVER () = 1", 0, 0},
		{"filter", "length('x') FILTER (WHERE true) = 1", 0, 0},
		{"distinct", "length(DISTINCT 'x') = 1", 0, 0},
		{"lambda", "list_transform([1], x -> x) = [1]", 0, 0},
		{"list", "n = [1, 2][1]", 4, 10},
		{"struct", "{'a': 1} = n", 0, 1},
		{"json", "n ->> 'a' = 'b'", 0, 2},
		{"star", "*", 0, 0},
		{"columns", "COLUMNS(*) > 1", 0, 14},
		{"alias", "n > 1 AS x", 0, 10},
		{"two expressions", "n > 1, n < 5", 0, 12},
		{"table name", "t.n > 1", 0, 0},
		{"catalogue", "main.length('x') = 1", 0, 0},
		{"parameter", "n > ?", 0, 4},
		{"numbered parameter", "n > $1", 0, 4},
		{"clock", "now() > paid_on", 0, 0},
		{"clock word", "paid_on < current_date", 10, 10},
		{"random", "random() < 0.5", 0, 0},
		{"sequence", "nextval('s') = 1", 0, 0},
		{"sleep of the system", "pg_sleep(10) IS NULL", 0, 0},
		{"error", "error('x') IS NULL", 0, 0},
		{"cast to an enumeration", "CAST(n AS ENUM('a')) = 'a'", 0, 26},
		{"cast to JSON", "CAST(\"a b\" AS JSON) IS NULL", 0, 10},
		{"collation", `"a b" COLLATE NOCASE = 'x'`, 0, 13},
		{"gigabytes of padding", `lpad("a b", 2000000000, 'x') = 'x'`, 0, 0},
		{"padding by a column", `rpad("a b", CAST(n AS INTEGER), 'x') = 'x'`, 0, 0},
		{"repeat", `repeat("a b", 1000000) = 'x'`, 0, 0},
		{"full-width operator", "n ＞ 1", 0, 8},
		{"full-width parenthesis", "length（'x'） = 1", 0, 22},
		{"typographic quotes", "\"a b\" = ‘x’", 0, 16},
		{"zero-width space in a function", "read\u200bcsv('x') = 1", 0, 7},
		{"deep nesting", strings.Repeat("abs(", 1000) + "n" + strings.Repeat(")", 1000) + " > 1", 0, 5010},
		{"deep negation", strings.Repeat("not ", 400) + "ok", 0, 1700},
		{"deep sum", "n" + strings.Repeat(" + n", 300) + " > 1", 0, 1300},
		{"a megabyte", "n > " + strings.Repeat("1", 1<<20), 0, 0},
		{"syntax after Chinese", "状态 = '正常' and ) = 1", 22, 22},
		{"function after Chinese", "状态 = '正常' and getenv('x') = 'x'", 22, 22},
		{"WINDOW", "ok WINDOW w AS ()", 3, 3},
		{"GROUP BY ALL", "ok GROUP BY ALL", 3, 3},
		{"session word", "n = 1 and current_user = 'x'", 10, 10},
		{"deep parentheses", strings.Repeat("(", 65) + "ok" + strings.Repeat(")", 65), 64, 64},
		{"NUL", "n > 1\x00; DROP TABLE x", 0, 20},
		{"a column's own mark", "n = 1 and 'cdoscore_column_0_' = 'x'", 0, 36},
		{"not true or false", "n + 1", 0, 5},
		{"text", "'abc'", 0, 5},
		{"types do not compare", "amount > 'abc'", 0, 14},
		{"types do not add", "paid_on + amount > today", 0, 24},
		{"no such date", "paid_on > date '2020-02-30'", 0, 27},
		{"no such pattern", "regexp_matches(\"a b\", '(')", 0, 26},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			expr, err := e.ParseExpr(tt.text, exprFields)
			if err == nil {
				t.Fatalf("taken as %q over %q", expr.Parts, expr.Refs)
			}
			if expr != nil {
				t.Error("an expression came with the error")
			}
			var at *rules.ExprError
			if !errors.As(err, &at) {
				t.Fatalf("%v is no *rules.ExprError", err)
			}
			if at.Offset < tt.from || at.Offset > tt.to {
				t.Errorf("points at byte %d, want %d to %d: %v", at.Offset, tt.from, tt.to, err)
			}
			if strings.Contains(at.Message, "\n") || at.Message == "" {
				t.Errorf("message %q: want one line", at.Message)
			}
		})
	}
}

func TestParseExprEvaluates(t *testing.T) {
	dir := t.TempDir()
	e := engineFor(t, dir, 1)
	row := map[string]string{"n": "7", "amount": "12.50", "paid_on": "2026-10-30", "received_at": "2026-10-31 08:00:00", "ok": "true", "a b": "it's", `q"q`: "数据", "状态": "正常"}
	x := extract{rows: [][]cell{nil}, numbers: []int64{1}}
	for _, f := range exprFields {
		x.columns, x.rows[0] = append(x.columns, f.Name), append(x.rows[0], val(row[f.Name]))
	}
	path, columns := x.write(t, dir)
	tests := []struct {
		text string
		want bool
	}{
		{"paid_on <= received_at", true},
		{"paid_on > received_at", false},
		{"n = 7", true},
		{"N = 7", false}, // another column, which the extract lacks
		{"n between 1 and 7", true},
		{"n not between 1 and 7", false},
		{"n in (1, 7)", true},
		{"n not in (1, 7)", false},
		{"amount * 2 = 25", true},
		{"amount > 12.5", false},
		{"amount - 0.5 >= 12", true},
		{"n % 2 = 1 and n // 2 = 3", true},
		{"-n < 0", true},
		{"ok", true},
		{"not ok", false},
		{"ok is true and n is not null", true},
		{"1 + 2 * 3 = 7", true},
		{"(1 + 2) * 3 = 7", false},
		{"n = 1 or n = 7 and ok", true},
		{"(n = 7 or n = 1) and not ok", false},
		{`"a b" = 'it''s'`, true},
		{`"q""q" = '数据'`, true},
		{"状态 = '正常'", true},
		{"状态 like '正%'", true},
		{"状态 not like '_常'", false},
		{`length("a b") = 4 and upper("a b") = 'IT''S'`, true},
		{`regexp_matches("a b", '^it')`, true},
		{`lpad(状态, 4, '0') = '00正常'`, true},
		{"case when n > 5 then ok else false end", true},
		{"case n when 7 then true else false end", true},
		{"coalesce(nullif(n, 7), 1) = 1", true},
		{"today - interval 2 day <= paid_on", true},
		{"today - interval 1 day <= paid_on", false},
		{"year(paid_on) = 2026 and month(paid_on) = 10", true},
		{"date_diff('day', paid_on, received_at) = 1", true},
		{"cast(n as varchar) = '7'", true},
		{"received_at::date = date '2026-10-31'", true},
		{"abs(-3) = 3 -- a comment", true},
		{"greatest(n, 9) = 9", true},
		{"n = 7 or 1 / 0 = 1", true},
		{"'-- ; DROP' = '-- ; DROP'", true},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			expr, err := e.ParseExpr(tt.text, exprFields)
			if err != nil {
				t.Fatal(err)
			}
			in := plan.Input{Path: path, Columns: columns, Fields: exprFields, Cutoff: time.Date(2026, 11, 1, 0, 0, 0, 0, shanghai(t)), Zone: "Asia/Shanghai"}
			r := newRule(t, rules.Context{Fields: exprFields, ParseExpr: e.ParseExpr}, "x", "expr", textNode(tt.text))
			r.Nullable = expr.Columns()
			in.Rules = []*rules.Rule{r}
			p := plan.Build(in)
			answer, err := e.Run(context.Background(), p)
			if err != nil {
				t.Fatal(err)
			}
			outcomes, _ := p.Outcomes(answer)
			if o := outcomes["x"]; o.Evaluated != 1 || (o.Failed == 0) != tt.want {
				t.Errorf("evaluated %d, failed %d, want true: %v", o.Evaluated, o.Failed, tt.want)
			}
		})
	}
}
