package guangzhou

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
)

// extract is what a dataset delivers for one slot, in memory.
type extract struct {
	dataset  *dataset
	maker    maker
	slot     slot
	mishap   mishap
	columns  []received
	rows     []row
	rejected int // records that no reader can take for rows
}

// received is one column of the extract as the file has it.
type received struct {
	field field // of the dataset; no name: nobody declared it
	title string
}

// row is one record, its values by field; values of absent fields are not there.
type row struct {
	values map[string]string
	faults int      // planted, harmless ones too
	breaks []string // rules that the only fault breaks; several may hide each other
}

const (
	undeclared  = "备注"
	rejections  = 3
	oldName     = "_旧"
	staleDays   = 2
	chancesEach = 4 // weight of a fault of the roster, against 1 of a declared one
)

// newExtract makes the extract of a slot; equal calls give equal extracts.
func newExtract(d *dataset, s slot) (*extract, error) {
	m, err := makerOf(d.ID)
	if err != nil {
		return nil, err
	}
	in := incidentOf(d.ID, s)
	x := &extract{dataset: d, maker: m, slot: s, mishap: in.mishap, columns: columnsOf(d)}
	if x.rows, err = writeRows(d, m, s, in.mishap); err != nil {
		return nil, err
	}
	x.suffer(in)
	return x, nil
}

// columnsOf heads the columns with titles where officials read the file, and
// with names where systems do.
func columnsOf(d *dataset) []received {
	connector, _ := d.source()
	titled := connector == "excel" || d.option("encoding") == "gb18030"
	out := make([]received, len(d.Fields))
	for i, f := range d.Fields {
		out[i] = received{f, f.Name}
		if titled {
			out[i].title = f.Title
		}
	}
	return out
}

// suffer applies what goes wrong with the extract as a whole.
func (x *extract) suffer(in incident) {
	switch in.mishap {
	case renamed:
		i := slices.IndexFunc(x.columns, func(c received) bool { return c.field.Name == in.field })
		x.columns[i] = received{field{}, x.columns[i].title + oldName}
		x.fill(x.columns[i].title, in.field)
		x.drop(in.field)
	case headerOnly:
		x.rows = nil
	case ragged:
		x.rejected = rejections
	case garbled:
		x.rejected = 1
	case extraColumn:
		x.columns = append(x.columns, received{field{}, undeclared})
		x.fill(undeclared, "")
	case swapped:
		last := len(x.columns) - 1
		x.columns[1], x.columns[last] = x.columns[last], x.columns[1]
	}
}

// fill gives an undeclared column the values of a field.
func (x *extract) fill(title, from string) {
	for _, r := range x.rows {
		r.values[title] = r.values[from]
	}
}

func (x *extract) drop(name string) {
	for _, r := range x.rows {
		delete(r.values, name)
	}
}

// cells returns the row's values in the order of the columns.
func (x *extract) cells(r row) []string {
	out := make([]string, len(x.columns))
	for i, c := range x.columns {
		name := c.field.Name
		if name == "" {
			name = c.title
		}
		out[i] = r.values[name]
	}
	return out
}

func writeRows(d *dataset, m maker, s slot, what mishap) ([]row, error) {
	columns := make([]column, len(d.Fields))
	for i, f := range d.Fields {
		c, err := m.columnOf(f)
		if err != nil {
			return nil, err
		}
		columns[i] = c
	}
	w := &draft{rng: seeded(d.ID, s.name()), day: s.lastDay()}
	if what == stale {
		w.day = w.day.AddDate(0, 0, -staleDays)
	}
	menu, permille := faultsOf(d, m), conductOf(d.ID).at(s.night)
	rows := make([]row, m.rows)
	for i := range rows {
		w.i, w.cells = i, make(map[string]string, len(columns))
		for j, c := range columns {
			w.cells[d.Fields[j].Name] = c(w)
		}
		rows[i].values = w.cells
		if !m.clean {
			rows[i].faults = w.faultCount(permille)
		}
		for range rows[i].faults {
			rows[i].breaks = spoil(w, menu, d.Key, rows[:i])
		}
		if rows[i].faults > 1 {
			rows[i].breaks = nil
		}
	}
	return rows, nil
}

// faultCount draws how many faults a row has, of so many in 1,000 rows.
func (d *draft) faultCount(permille int) int {
	n := permille / 1000
	if d.rng.IntN(1000) < permille%1000 {
		n++
	}
	return n
}

func faultsOf(d *dataset, m maker) []fault {
	menu := declaredFaults(d)
	for range chancesEach {
		menu = append(menu, m.faults...)
	}
	return menu
}

// spoil plants one fault in the row; one of twenty repeats the key of the row
// before, which nobody can then tell apart.
func spoil(w *draft, menu []fault, key []string, before []row) []string {
	if len(before) > 0 && w.rng.IntN(20) == 0 {
		for _, name := range key {
			w.cells[name] = before[len(before)-1].values[name]
		}
		return nil
	}
	f := menu[w.rng.IntN(len(menu))]
	f.plant(w)
	return f.breaks
}

// seeded is a random source of its own for each dataset and slot.
func seeded(datasetID, slotName string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(datasetID))
	first := h.Sum64()
	h.Write([]byte(slotName))
	return rand.New(rand.NewPCG(first, h.Sum64()))
}
