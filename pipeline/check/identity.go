package check

import (
	"hash/fnv"
	"regexp"
	"slices"
	"strings"
)

// Record is the faults of one check in a compact form, by which a later check of
// the mended file tells what was fixed. It holds no values: a row is known again by
// the hash of its key, and by the hash of what it holds beside the cells that were
// at fault, wherever it stands by then.
type Record struct {
	Rules []string   // ids
	Sets  [][]string // of fields that fail together
	Whole []string   // failing rules about the file as a whole
	Rows  []RecordRow
}

// RecordRow is one failing row.
type RecordRow struct {
	Key   uint64  // of the key fields; 0: the dataset has no key, or the row lacks it
	Rest  uint64  // of all cells but those of the set
	Set   int     // among Sets
	Row   int64   // where it stood
	Rules []int32 // among Rules
}

// unreadable stands for the rule of records that could not become rows.
const unreadable = "readable"

// cell hashes one value with its column's name. The hashes of a row are added, so
// that the order of the columns does not matter and cells can be taken out again.
func cell(name, value string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	h.Write([]byte{0})
	h.Write([]byte(value))
	x := h.Sum64()
	// Sums of plain FNV hashes would meet too often.
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// of is the hash of a field's value; 0: it has none.
func (r Row) of(field string) uint64 {
	v, _ := r.Value(field)
	if v == "" {
		return 0
	}
	return cell(r.result.nameOf(field), v)
}

// nameOf is a field's column, as named in the file.
func (r *Result) nameOf(field string) string {
	if i := r.Column(field); i >= 0 {
		return r.Manifest.Columns[i].Name
	}
	return field
}

func (r Row) key() uint64 {
	var sum uint64
	for _, f := range r.result.Dataset.Key {
		if r.of(f) == 0 {
			return 0
		}
		sum += r.of(f)
	}
	return sum
}

// total is the hash of all cells.
func (r Row) total() uint64 {
	if r.Rejected != nil {
		return cell("", cellNumbers.ReplaceAllString(r.Rejected.Raw, "$1="))
	}
	var sum uint64
	for i, v := range r.values {
		if v != nil && *v != "" {
			sum += cell(r.result.Manifest.Columns[i].Name, *v)
		}
	}
	return sum
}

// cellNumbers are the rows in the names of a rejected record's cells.
var cellNumbers = regexp.MustCompile(`\b([A-Z]{1,3})[0-9]+=`)

// without is the hash of all cells but those of some fields.
func (r Row) without(total uint64, fields []string) uint64 {
	for _, f := range fields {
		total -= r.of(f)
	}
	return total
}

// fields are those that fail in the row, each once, by name.
func (r Row) fields() []string {
	var out []string
	for _, rule := range r.Rules {
		out = append(out, rule.Fields()...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (r Row) ruleIDs() []string {
	if r.Rejected != nil {
		return []string{unreadable}
	}
	out := make([]string, len(r.Rules))
	for i, rule := range r.Rules {
		out[i] = rule.ID
	}
	return out
}

// recorder makes a record row by row.
type recorder struct {
	record Record
	rules  map[string]int32
	sets   map[string]int
}

func (c *recorder) add(row Row, key, total uint64) {
	if c.rules == nil {
		c.rules, c.sets = map[string]int32{}, map[string]int{}
	}
	fields := row.fields()
	joined := strings.Join(fields, "\x00")
	set, known := c.sets[joined]
	if !known {
		set = len(c.record.Sets)
		c.sets[joined] = set
		c.record.Sets = append(c.record.Sets, fields)
	}
	x := RecordRow{Key: key, Rest: row.without(total, fields), Set: set, Row: row.Number}
	for _, id := range row.ruleIDs() {
		n, known := c.rules[id]
		if !known {
			n = int32(len(c.record.Rules))
			c.rules[id] = n
			c.record.Rules = append(c.record.Rules, id)
		}
		x.Rules = append(x.Rules, n)
	}
	c.record.Rows = append(c.record.Rows, x)
}

// whole are the failing rules that have no rows.
func (r *Result) whole() []string {
	var out []string
	for _, c := range r.Causes() {
		if c.Whole() {
			out = append(out, c.Rule.ID)
		}
	}
	return out
}
