package plan

import (
	"fmt"
	"strings"

	"cdoscore/rules"
)

// Trial evaluates an expression on one row of NULLs of the fields' types and
// selects its value and the name of its type. What fails here would fail, or
// never be true, on every extract.
func Trial(e *rules.Expr, fields []rules.Field) string {
	s := newScan(Input{Fields: fields})
	sql := e.SQL(func(name string) string {
		if s.isToday(name) {
			return "TIMESTAMP '2000-01-01'"
		}
		return s.Text(name)
	})
	columns := []string{"0 AS none"}
	for _, o := range s.order {
		columns = append(columns, fmt.Sprintf("CAST(NULL AS %s) AS t%d", sqlType(o.field.Type), o.n))
	}
	return fmt.Sprintf("SELECT x, typeof(x) FROM (SELECT %s AS x FROM (SELECT %s FROM range(1)))", sql, strings.Join(columns, ", "))
}
