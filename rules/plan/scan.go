package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"cdoscore/rules"
)

// largeList is the number of values above which membership is decided by an
// enumeration instead of a list.
const largeList = 64

// scan gathers, layer by layer, the columns that a query's rules need: as
// received, cleaned, typed, hoisted, judged. Each layer is one SELECT over the
// one below, so that nothing is computed twice in a row. It implements
// rules.Builder.
type scan struct {
	in     Input
	prefix string // of the layers' names
	from   string // the relation under the layers
	carry  string // its column that no rule reads: the row's number, or how many rows a value has
	ready  bool   // its values are cleaned already
	fields map[string]*operand
	order  []*operand
	lets   []string
	judged []string
	types  map[string]Type
	used   map[string]string // judged expression → its column
}

// operand is one column of the extract as rules see it.
type operand struct {
	field     rules.Field
	stored    string // "" when the extract lacks it
	n         int
	typedUsed bool
}

func newScan(in Input) *scan {
	return &scan{in: in, from: "read_parquet(" + quote(in.Path) + ")", carry: "_row", fields: map[string]*operand{}, types: map[string]Type{}, used: map[string]string{}}
}

// operand returns the column of a name: a declared field, else an undeclared
// column, which is text with the default placeholders.
func (s *scan) operand(name string) *operand {
	if o := s.fields[name]; o != nil {
		return o
	}
	o := &operand{field: s.fieldNamed(name), n: len(s.order)}
	names := make([]string, len(s.in.Columns))
	for i, c := range s.in.Columns {
		names[i] = c.Name
	}
	if i := o.field.In(names); i >= 0 {
		o.stored = s.in.Columns[i].Stored
	}
	s.fields[name] = o
	s.order = append(s.order, o)
	return o
}

func (s *scan) fieldNamed(name string) rules.Field {
	for _, f := range s.in.Fields {
		if f.Name == name {
			return f
		}
	}
	return rules.Field{Name: name, Type: rules.FieldType{Name: rules.TypeString}, Placeholders: rules.DefaultPlaceholders}
}

func (s *scan) Raw(field string) string  { return fmt.Sprintf("r%d", s.operand(field).n) }
func (s *scan) Text(field string) string { return fmt.Sprintf("t%d", s.operand(field).n) }

func (s *scan) Typed(field string) string {
	o := s.operand(field)
	if o.field.Type.Name == "" || o.field.Type.Name == rules.TypeString {
		return s.Text(field)
	}
	o.typedUsed = true
	return fmt.Sprintf("y%d", o.n)
}

func (s *scan) Literal(text string) string { return quote(text) }
func (s *scan) Cutoff() string             { return timestamp(s.in.Cutoff) }
func (s *scan) CutoffTime() time.Time      { return s.in.Cutoff }
func (s *scan) StartTime() time.Time       { return s.in.Start }
func (s *scan) Moment(t time.Time) string  { return timestamp(t.In(s.in.Cutoff.Location())) }
func (s *scan) Matches(x, re string) string {
	return fmt.Sprintf("regexp_full_match(%s, %s)", x, quote(re))
}
func (s *scan) Finds(x, re string) string { return fmt.Sprintf("regexp_matches(%s, %s)", x, quote(re)) }

func (s *scan) IsInteger(field string) string {
	o := s.operand(field)
	if o.field.Thousands {
		return fmt.Sprintf("regexp_full_match(%s, '[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)')", s.Text(field))
	}
	return fmt.Sprintf("regexp_full_match(%s, '%s')", s.Text(field), integerForm)
}

func (s *scan) NumberIn(field string, numbers []string) string {
	quoted := make([]string, len(numbers))
	for i, n := range numbers {
		quoted[i] = s.CompareNumber(field, "=", n)
	}
	return "(" + strings.Join(quoted, " OR ") + ")"
}

func (s *scan) Member(x string, values []string) string {
	if len(values) == 0 {
		return "false"
	}
	if len(values) <= largeList {
		return listed(x, values)
	}
	return fmt.Sprintf("TRY_CAST(%s AS %s) IS NOT NULL", x, s.enumeration(values))
}

// enumeration declares a type for a large list and returns its name.
func (s *scan) enumeration(values []string) string {
	unique := slices.Clone(values)
	slices.Sort(unique)
	unique = slices.Compact(unique)
	sum := sha256.Sum256([]byte(strings.Join(unique, "\x00")))
	name := "list_" + hex.EncodeToString(sum[:8])
	s.types[name] = Type{Name: name, Values: unique}
	return name
}

func (s *scan) Let(expr string) string {
	i := slices.Index(s.lets, expr)
	if i < 0 {
		i = len(s.lets)
		s.lets = append(s.lets, expr)
	}
	return fmt.Sprintf("l%d", i)
}

// Expr renders a checked expression. today is the cut-off unless a field has
// that name. TRY keeps a value that overflows or does not convert from failing
// the query; the engine must not lift common parts out of it.
func (s *scan) Expr(e *rules.Expr) string {
	return "TRY(" + e.SQL(s.exprColumn) + ")"
}

func (s *scan) exprColumn(name string) string {
	if s.isToday(name) {
		return s.Cutoff()
	}
	return s.Typed(name)
}

func (s *scan) isToday(name string) bool {
	return name == "today" && !slices.ContainsFunc(s.in.Fields, func(f rules.Field) bool { return f.Name == name })
}

// judge adds a boolean column to the judged layer and returns its name.
func (s *scan) judge(expr string) string {
	if name, ok := s.used[expr]; ok {
		return name
	}
	name := fmt.Sprintf("j%d", len(s.judged))
	s.judged = append(s.judged, expr)
	s.used[expr] = name
	return name
}

// wholeRow returns the texts of every received column but those of the ignored
// fields.
func (s *scan) wholeRow(ignored []string) []string {
	var out []string
	names := make([]string, len(s.in.Columns))
	for i, c := range s.in.Columns {
		names[i] = c.Name
	}
	for i, c := range s.in.Columns {
		o := s.columnAt(i, names)
		if !slices.Contains(ignored, o.field.Name) && !slices.Contains(ignored, c.Name) {
			out = append(out, fmt.Sprintf("t%d", o.n))
		}
	}
	if out == nil { // nothing is left to compare: no row has a value
		return []string{"CAST(NULL AS VARCHAR)"}
	}
	return out
}

// columnAt is the operand of one received column: of the field that it is, else,
// also where another column bears the same name, an undeclared one.
func (s *scan) columnAt(i int, names []string) *operand {
	for _, f := range s.in.Fields {
		if f.In(names) == i {
			return s.operand(f.Name)
		}
	}
	if slices.Index(names, names[i]) == i {
		return s.operand(names[i])
	}
	key := fmt.Sprintf("\x00%d", i)
	o := s.fields[key]
	if o == nil {
		o = &operand{field: s.fieldNamed(names[i]), stored: s.in.Columns[i].Stored, n: len(s.order)}
		s.fields[key] = o
		s.order = append(s.order, o)
	}
	return o
}

// with writes the layers as common table expressions; the last is named judged.
func (s *scan) with() string { return "WITH " + s.layers() }

func (s *scan) layers() string {
	raw, text, typed := []string{s.carry}, []string{"*"}, []string{"*"}
	for _, o := range s.order {
		raw = append(raw, fmt.Sprintf("%s AS r%d", o.received(), o.n))
		text = append(text, fmt.Sprintf("%s AS t%d", s.text(o), o.n))
		if o.typedUsed {
			typed = append(typed, fmt.Sprintf("%s AS y%d", converted(fmt.Sprintf("t%d", o.n), o.field, s.in.Zone), o.n))
		}
	}
	p := s.prefix
	layers := []string{layer(p+"raw", raw, s.from), layer(p+"text", text, p+"raw"), layer(p+"typed", typed, p+"text")}
	hoisted := []string{"*"}
	for i, l := range s.lets {
		hoisted = append(hoisted, fmt.Sprintf("%s AS l%d", l, i))
	}
	judged := []string{"*"}
	for i, j := range s.judged {
		judged = append(judged, fmt.Sprintf("%s AS j%d", j, i))
	}
	layers = append(layers, layer(p+"hoisted", hoisted, p+"typed"), layer(p+"judged", judged, p+"hoisted"))
	return strings.Join(layers, ",\n")
}

func (s *scan) text(o *operand) string {
	raw := fmt.Sprintf("r%d", o.n)
	if s.ready {
		return raw
	}
	return cleaned(raw, o.field.Placeholders)
}

func layer(name string, columns []string, from string) string {
	return fmt.Sprintf("%s AS (SELECT %s\n  FROM %s)", name, strings.Join(columns, ",\n  "), from)
}

func (o *operand) received() string {
	if o.stored == "" {
		return "CAST(NULL AS VARCHAR)"
	}
	if o.field.NormaliseWidth {
		return folded(quoteName(o.stored))
	}
	return quoteName(o.stored)
}

func (s *scan) typeList() []Type {
	var out []Type
	for _, name := range slices.Sorted(maps.Keys(s.types)) {
		out = append(out, s.types[name])
	}
	return out
}
