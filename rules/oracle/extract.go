package oracle

import (
	"slices"
	"strconv"
	"time"

	"cdoscore/rules"
)

// Extract is what a dataset received, in memory.
type Extract struct {
	Columns []string // as received
	Rows    [][]Cell // in column order
	Fields  []rules.Field
	Cutoff  time.Time // in the city's zone
	Eval    func(e *rules.Expr, r Row) (value, known bool)
}

// rows shows every row by field: a field is the first column that bears its name,
// else one of its titles; other columns go by their own names.
func (x Extract) rows() []Row {
	declared := map[string]rules.Field{}
	place := map[string]int{}
	for i, name := range slices.Backward(x.Columns) {
		place[name] = i
	}
	for _, f := range x.Fields {
		declared[f.Name] = f
		if i := f.In(x.Columns); i >= 0 {
			place[f.Name] = i
		} else {
			delete(place, f.Name)
		}
	}
	out := make([]Row, len(x.Rows))
	for n, cells := range x.Rows {
		byName := map[string]Cell{}
		for name, i := range place {
			byName[name] = cells[i]
		}
		out[n] = Row{Cells: byName, Fields: declared, At: x.Cutoff, Eval: x.Eval}
	}
	return out
}

// whole returns each row's trimmed texts in every received column but those of
// the ignored fields, a missing one being "".
func (x Extract) whole(ignored []string) [][]string {
	fields := make([]rules.Field, len(x.Columns))
	var judged []int
	for i, name := range x.Columns {
		fields[i] = undeclared(name)
		for _, f := range x.Fields {
			if f.In(x.Columns) == i {
				fields[i] = f
				break
			}
		}
		if !slices.Contains(ignored, fields[i].Name) && !slices.Contains(ignored, name) {
			judged = append(judged, i)
		}
	}
	out := make([][]string, len(x.Rows))
	for n, cells := range x.Rows {
		for _, i := range judged {
			// One row per cell, so that columns of one name stay apart.
			r := Row{Cells: map[string]Cell{fields[i].Name: cells[i]}, Fields: map[string]rules.Field{fields[i].Name: fields[i]}, At: x.Cutoff}
			text, _ := r.Text(fields[i].Name)
			out[n] = append(out[n], text)
		}
	}
	return out
}

// key joins texts without ambiguity.
func key(texts []string) string {
	s := ""
	for _, t := range texts {
		s += strconv.Quote(t)
	}
	return s
}
