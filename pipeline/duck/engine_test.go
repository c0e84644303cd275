package duck_test

import (
	"testing"
	"time"

	"cdoscore/pipeline/duck"
)

func openEngine(t testing.TB) *duck.Engine {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	e, err := duck.Open(duck.Options{Temp: t.TempDir(), Zone: zone, Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func TestParseExpr(t *testing.T) {
	e := openEngine(t)
	for _, x := range []string{`paid_on <= received_at`, `"a b" in ('x','y') and length(c) between 1 and 2`, `case when a then b else c end is null`,
		`a like 'x%' or not b is null`, `amount * 1.10 >= cast(x as decimal(10,2))`, `today - interval 90 day < d`, `d::date > date '2020-01-01'`, `year(d) = 2020 -- x`, `a + b`,
		"(select 1)", "read_csv('x')", "getenv('x')", "a; drop table x", "*", "1 from range(3)", "a, b", "count(*)", "sum(a) over ()", "a.b", "x ->> 'y'", "now() > d", "a ==", "current_date", "[1,2][1]", "list_transform([1], x -> x)", "a as b", "'2020' in (select 1)", "?", "$1", "{'a': 1}"} {
		p, err := e.ParseExpr(x, nil)
		t.Log(x, " => ", p, err)
	}
}
