package plan

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"cdoscore/rules"
)

// Constant evaluates an expression on one row whose typed values are at hand, and
// selects whether it is true and whether it is known. It needs no snapshot: tests
// compare with it what a scan makes of the same row.
func Constant(e *rules.Expr, fields []rules.Field, typed func(field string) any, cutoff time.Time) Query {
	s := newScan(Input{Fields: fields, Cutoff: cutoff})
	sql := e.SQL(func(name string) string {
		if s.isToday(name) {
			return s.Cutoff()
		}
		return s.Text(name)
	})
	columns := []string{"0 AS none"}
	for _, o := range s.order {
		columns = append(columns, fmt.Sprintf("%s AS t%d", constant(typed(o.field.Name), o.field.Type), o.n))
	}
	return Query{SQL: fmt.Sprintf("SELECT CAST(coalesce(x, false) AS INTEGER), CAST(x IS NOT NULL AS INTEGER) FROM (SELECT TRY(%s) AS x FROM (SELECT %s FROM range(1)))",
		sql, strings.Join(columns, ", ")), Measures: []string{"true", "known"}}
}

// constant writes a typed value; nil is NULL.
func constant(value any, t rules.FieldType) string {
	text := "NULL"
	switch v := value.(type) {
	case *big.Rat:
		text = quote(v.FloatString(t.Scale))
	case time.Time:
		text = quote(v.Format("2006-01-02 15:04:05.999999"))
	case bool:
		text = fmt.Sprint(v)
	case string:
		text = quote(v)
	}
	return fmt.Sprintf("CAST(%s AS %s)", text, sqlType(t))
}
