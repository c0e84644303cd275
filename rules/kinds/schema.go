package kinds

import (
	"slices"
	"strings"

	"cdoscore/rules"
)

// Schema compares the columns received with those declared. It is implied.
func Schema() *rules.Kind {
	return &rules.Kind{
		Name: "schema", Scope: rules.DatasetScope, Indicator: "0601",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "结构一致", ZhHant: "結構一致", En: "Schema"},
			Counts:  rules.Text{ZhHans: "缺少的列、（extra: fail 时）多出的列、（order: fixed 时）错位的列各计一次不合格。", ZhHant: "缺少的列、（extra: fail 時）多出的列、（order: fixed 時）錯位的列各計一次不合格。", En: "Declared columns, plus extra ones under extra: fail; fails for each absent one, each extra one under extra: fail, and each moved one under order: fixed."},
			Over:    rules.Text{ZhHans: "声明的列数；extra: fail 时另加多出的列。", ZhHant: "聲明的列數；extra: fail 時另加多出的列。", En: "Declared columns, plus extra ones under extra: fail."},
			Missing: rules.Text{ZhHans: "不涉及。", ZhHant: "不涉及。", En: "Not concerned."},
			Options: []rules.Option{
				{Name: "extra", Type: "allow or fail", Default: "allow", Text: rules.Text{ZhHans: "是否允许未声明的列", ZhHant: "是否允許未聲明的列", En: "whether undeclared columns fail"}},
				{Name: "order", Type: "any or fixed", Default: "any", Text: rules.Text{ZhHans: "列的顺序是否固定", ZhHant: "列的順序是否固定", En: "whether columns must stand in declared order"}},
			},
			Clause:  "GB/T 36344-2018 0601, accessible",
			Example: "- {schema: {extra: fail, order: fixed}}",
		},
		Parse: func(c *rules.Context) rules.Check {
			if c.Node.Type != rules.Map {
				return noOptions(c, "schema", schema{})
			}
			r := reader(c, "schema")
			k := schema{extraFails: r.Choice("extra", "allow", "allow", "fail") == "fail", fixedOrder: r.Choice("order", "any", "any", "fixed") == "fixed"}
			r.Finish()
			return k
		},
	}
}

type schema struct{ extraFails, fixedOrder bool }

func (schema) Reads() []string     { return nil }
func (k schema) Canonical() string { return canonical("schema", k.extraFails, k.fixedOrder) }

func (k schema) Judge(f rules.Facts) rules.Outcome {
	if !f.Arrived {
		return rules.Outcome{Note: rules.Note{Key: "reason.not_arrived"}}
	}
	absent, extra, places := matchColumns(f)
	evaluated, failed := int64(len(f.Fields)), int64(len(absent))
	if k.extraFails {
		evaluated += int64(len(extra))
		failed += int64(len(extra))
	} else {
		extra = nil
	}
	var moved []string
	if k.fixedOrder {
		moved = outOfOrder(f.Fields, places)
		failed += int64(len(moved))
	}
	return rules.Tally(f, evaluated, failed, schemaNote(absent, extra, moved))
}

// SchemaDifferences names the declared fields that were not received, the received
// columns that are no field, and the fewest fields that stand out of order.
func SchemaDifferences(f rules.Facts) (absent, extra, moved []string) {
	absent, extra, places := matchColumns(f)
	return absent, extra, outOfOrder(f.Fields, places)
}

// matchColumns pairs declared fields with received columns: the absent fields,
// the columns that are no field (repeated ones too), and each field's place.
func matchColumns(f rules.Facts) (absent, extra []string, places []int) {
	used := make([]bool, len(f.Columns))
	for _, field := range f.Fields {
		i := field.In(f.Columns)
		places = append(places, i)
		if i < 0 {
			absent = append(absent, field.Name)
			continue
		}
		used[i] = true
	}
	for i, name := range f.Columns {
		if !used[i] {
			extra = append(extra, name)
		}
	}
	return absent, extra, places
}

// outOfOrder names the fewest fields that would have to move for the received
// columns to stand in the declared order: those outside a longest rising
// sequence of places.
func outOfOrder(fields []rules.Field, places []int) []string {
	best := make([]int, len(places)) // length of the longest rising sequence ending here
	from := make([]int, len(places))
	last := -1
	for i, p := range places {
		if p < 0 {
			continue
		}
		best[i], from[i] = 1, -1
		for j := range i {
			if places[j] >= 0 && places[j] < p && best[j]+1 > best[i] {
				best[i], from[i] = best[j]+1, j
			}
		}
		if last < 0 || best[i] > best[last] {
			last = i
		}
	}
	var inOrder []int
	for i := last; i >= 0; i = from[i] {
		inOrder = append(inOrder, i)
	}
	var moved []string
	for i, p := range places {
		if p >= 0 && !slices.Contains(inOrder, i) {
			moved = append(moved, fields[i].Name)
		}
	}
	return moved
}

func schemaNote(absent, extra, moved []string) rules.Note {
	join := func(names []string) string {
		quoted := make([]string, len(names))
		for i, n := range names {
			quoted[i] = "「" + n + "」"
		}
		return strings.Join(quoted, "")
	}
	switch {
	case len(absent)+len(extra)+len(moved) == 0:
		return rules.Note{}
	case len(extra)+len(moved) == 0:
		return rules.Note{Key: "reason.schema.absent", Args: []string{join(absent)}}
	case len(absent)+len(moved) == 0:
		return rules.Note{Key: "reason.schema.extra", Args: []string{join(extra)}}
	case len(absent)+len(extra) == 0:
		return rules.Note{Key: "reason.schema.moved", Args: []string{join(moved)}}
	}
	dash := func(s string) string {
		if s == "" {
			return "—"
		}
		return s
	}
	return rules.Note{Key: "reason.schema.differs", Args: []string{dash(join(absent)), dash(join(extra)), dash(join(moved))}}
}
