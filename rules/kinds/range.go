package kinds

import (
	"strings"
	"time"

	"cdoscore/rules"
)

// Range fails where a number, date or time lies outside its bounds.
func Range() *rules.Kind {
	return &rules.Kind{
		Name: "range", Scope: rules.RowScope, Indicator: "0301", OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "取值范围", ZhHant: "取值範圍", En: "Range"},
			Counts:  rules.Text{ZhHans: "超出范围或不能转换即不合格。", ZhHant: "超出範圍或不能轉換即不合格。", En: "Rows with a value; fails where it lies outside the bounds or does not convert to the field's type."},
			Over:    rules.Text{ZhHans: "有值的记录。", ZhHant: "有值的記錄。", En: "Rows with a value."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{
				fieldOption,
				{Name: "min", Type: "number, date or moment", Default: "none", Text: rules.Text{ZhHans: "下限（含）", ZhHant: "下限（含）", En: "the least value"}},
				{Name: "max", Type: "number, date or moment", Default: "none", Text: rules.Text{ZhHans: "上限（含）", ZhHant: "上限（含）", En: "the greatest value"}},
				{Name: "exclusive_min", Type: "number, date or moment", Default: "none", Text: rules.Text{ZhHans: "下限（不含）", ZhHant: "下限（不含）", En: "every value must be above it"}},
				{Name: "exclusive_max", Type: "number, date or moment", Default: "none", Text: rules.Text{ZhHans: "上限（不含）", ZhHant: "上限（不含）", En: "every value must be below it"}},
			},
			Clause:  "GB/T 36344-2018 0301, content",
			Example: "- {name: amount, type: \"decimal(12,2)\", range: {exclusive_min: 0}}",
		},
		Parse: parseRange,
	}
}

// bound is one end of a range; text is "" where it is open.
type bound struct {
	key, op, text string
	node          *rules.Node
}

func parseRange(c *rules.Context) rules.Check {
	r := reader(c, "range")
	f, ok := onField(c, r)
	bounds := []bound{{key: "min", op: ">="}, {key: "exclusive_min", op: ">"}, {key: "max", op: "<="}, {key: "exclusive_max", op: "<"}}
	var given []bound
	for _, b := range bounds {
		if b.node = r.Get(b.key); b.node != nil {
			b.text = r.ScalarText(b.node, b.key)
			given = append(given, b)
		}
	}
	r.Finish()
	switch {
	case c.Node.Type != rules.Map || !ok:
		return nil
	case !f.Type.IsNumeric() && !f.Type.IsTemporal():
		c.Diags.Addf(c.Node.Pos, "range: field %q has no numeric or date type: declare one, as in type: integer", f.Name)
		return nil
	case len(given) == 0:
		c.Diags.Addf(c.Node.Pos, "range: give at least one of min, max, exclusive_min, exclusive_max")
		return nil
	}
	for _, b := range given {
		ok = b.node.IsScalar() && checkLiteral(c, f, b.node, b.key) && ok
	}
	if !ok || !orderedBounds(c, f, given) {
		return nil
	}
	return inRange{single{f.Name}, f, given}
}

// orderedBounds reports a lower bound above an upper one, and two of one side.
func orderedBounds(c *rules.Context, f rules.Field, given []bound) bool {
	var low, high *bound
	for i := range given {
		side := &low
		if strings.HasSuffix(given[i].key, "max") {
			side = &high
		}
		if *side != nil {
			c.Diags.Addf(given[i].node.Pos, "range: %s and %s exclude each other: keep one", (*side).key, given[i].key)
			return false
		}
		*side = &given[i]
	}
	if low == nil || high == nil {
		return true
	}
	if order := compareLiterals(f.Type, low.text, high.text); order > 0 || order == 0 && (low.op == ">" || high.op == "<") {
		c.Diags.Addf(low.node.Pos, "range: %s %s is above %s %s, so that no value could pass", low.key, low.text, high.key, high.text)
		return false
	}
	return true
}

// compareLiterals orders two checked literals; moments are taken at one cut-off.
func compareLiterals(t rules.FieldType, a, b string) int {
	if t.IsNumeric() {
		return number(a).Cmp(number(b))
	}
	cutoff := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	x, _ := temporal(a)
	y, _ := temporal(b)
	return x(cutoff).Compare(y(cutoff))
}

type inRange struct {
	single
	declared rules.Field
	bounds   []bound
}

func (r inRange) Canonical() string {
	parts := []any{"range", r.field}
	for _, b := range r.bounds {
		parts = append(parts, b.key, b.text)
	}
	return canonical(parts...)
}

func (r inRange) Pass(b rules.Builder) string {
	var sql []string
	for _, x := range r.bounds {
		sql = append(sql, against(b, r.declared, x.op, x.text))
	}
	return strings.Join(sql, " AND ")
}

func (r inRange) Holds(v rules.Values) bool {
	for _, x := range r.bounds {
		if !holdsAgainst(v, r.declared, x.op, x.text) {
			return false
		}
	}
	return true
}
