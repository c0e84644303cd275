package kinds

import (
	"slices"
	"strings"

	"cdoscore/rules"
)

// Compare fails where one field does not stand in a relation to another field or
// to a constant.
func Compare() *rules.Kind {
	return &rules.Kind{
		Name: "compare", Scope: rules.RowScope, Indicator: "0301",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "字段比较", ZhHant: "欄位比較", En: "Compare"},
			Counts:  rules.Text{ZhHans: "两者关系不成立，或有值不能转换，即不合格。", ZhHant: "兩者關係不成立，或有值不能轉換，即不合格。", En: "Rows with both values; fails where the relation does not hold or a value does not convert to its type."},
			Over:    rules.Text{ZhHans: "两边都有值的记录。", ZhHant: "兩邊都有值的記錄。", En: "Rows with both values."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{
				{Name: "left", Type: "field", Default: "", Text: rules.Text{ZhHans: "左边的字段", ZhHant: "左邊的欄位", En: "the field on the left"}},
				{Name: "op", Type: "=, !=, <, <=, > or >=", Default: "", Text: rules.Text{ZhHans: "关系", ZhHant: "關係", En: "the relation"}},
				{Name: "right", Type: "field or value", Default: "", Text: rules.Text{ZhHans: "右边的字段或常量", ZhHant: "右邊的欄位或常量", En: "a field, or a constant"}},
			},
			Clause:  "GB/T 36344-2018 0402, related data",
			Example: "- {id: open-before-close, compare: {left: opened_on, op: \"<=\", right: closed_on}}",
		},
		Parse: parseCompare,
	}
}

var comparisons = []string{"=", "!=", "<", "<=", ">", ">="}

func parseCompare(c *rules.Context) rules.Check {
	r := reader(c, "compare")
	left, op, right := r.Require("left"), r.Choice("op", "", comparisons...), r.Require("right")
	if c.Node.Type == rules.Map && !r.Has("op") {
		c.Diags.Addf(c.Node.Pos, "compare: \"op\" is required: one of %s", strings.Join(comparisons, ", "))
	}
	r.Finish()
	if left == nil || right == nil || op == "" {
		return nil
	}
	l, ok := c.CheckField(left)
	if !ok {
		return nil
	}
	if !right.IsScalar() {
		c.Diags.Addf(right.Pos, "compare: \"right\" must be a field or a value, found %s", right.Type)
		return nil
	}
	rf, isField := c.FieldNamed(right.Text)
	if !isField {
		if l.Type.Name == "" || l.Type.Name == rules.TypeString || l.Type.Name == rules.TypeBoolean {
			names := make([]string, len(c.Fields))
			for i, f := range c.Fields {
				names[i] = f.Name
			}
			if hint := rules.Suggest(right.Text, names); hint != "" {
				c.Diags.Addf(right.Pos, "compare: no field %q%s", right.Text, hint)
				return nil
			}
		}
		if !checkLiteral(c, l, right, "compare") {
			return nil
		}
		return compare{left: l, op: op, value: right.Text}
	}
	if !commonOrder(l.Type, rf.Type) {
		c.Diags.Addf(right.Pos, "compare: field %q is %s and field %q is %s: they do not compare", l.Name, l.Type, rf.Name, rf.Type)
		return nil
	}
	return compare{left: l, op: op, right: &rf}
}

// commonOrder reports whether two types have a common order.
func commonOrder(a, b rules.FieldType) bool {
	text := []rules.TypeName{"", rules.TypeString}
	return a.IsNumeric() && b.IsNumeric() || a.IsTemporal() && b.IsTemporal() ||
		a.Name == b.Name || slices.Contains(text, a.Name) && slices.Contains(text, b.Name)
}

// compare has either a right field or a value.
type compare struct {
	left  rules.Field
	op    string
	right *rules.Field
	value string
}

func (k compare) Reads() []string {
	if k.right == nil || k.right.Name == k.left.Name {
		return []string{k.left.Name}
	}
	return []string{k.left.Name, k.right.Name}
}

func (k compare) Canonical() string {
	if k.right != nil {
		return canonical("compare", k.left.Name, k.op, "field", k.right.Name)
	}
	return canonical("compare", k.left.Name, k.op, "value", k.value)
}

func (k compare) Pass(b rules.Builder) string {
	if k.right != nil {
		return b.CompareFields(k.left.Name, k.op, k.right.Name)
	}
	return against(b, k.left, k.op, k.value)
}

func (k compare) Holds(v rules.Values) bool {
	if k.right == nil {
		return holdsAgainst(v, k.left, k.op, k.value)
	}
	return related(v.Typed(k.left.Name), k.op, v.Typed(k.right.Name))
}
