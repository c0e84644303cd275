package kinds

import (
	"errors"
	"slices"

	"cdoscore/rules"
)

// Expr fails where an expression over the row is not true.
func Expr() *rules.Kind {
	return &rules.Kind{
		Name: "expr", Scope: rules.RowScope, Indicator: "0301",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "逻辑表达式", ZhHant: "邏輯表達式", En: "Expression"},
			Counts:  rules.Text{ZhHans: "表达式为假或为空即不合格。", ZhHant: "表達式為假或為空即不合格。", En: "Rows with a value in every field that the expression reads; fails where it is false or NULL."},
			Over:    rules.Text{ZhHans: "表达式读取的字段都有值的记录。", ZhHant: "表達式讀取的欄位都有值的記錄。", En: "Rows with a value in every field that the expression reads."},
			Missing: rules.Text{ZhHans: "不评价；nullable 所列字段除外。", ZhHant: "不評價；nullable 所列欄位除外。", En: "Not evaluated, but for fields named in nullable."},
			Options: []rules.Option{
				{Name: "(text)", Type: "expression", Default: "", Text: rules.Text{ZhHans: "对一条记录为真的 SQL 表达式", ZhHant: "對一條記錄為真的 SQL 表達式", En: "an SQL expression over one row"}},
				{Name: "nullable", Type: "fields", Default: "none", Text: rules.Text{ZhHans: "缺失时仍评价的字段，写在规则上", ZhHant: "缺失時仍評價的欄位，寫在規則上", En: "a key of the rule: fields that stay evaluated when missing"}},
			},
			Clause:  "GB/T 36344-2018 0301, content; 0402 related data",
			Example: "- {id: paid-before-received, expr: \"paid_on <= received_at\"}",
		},
		Parse: func(c *rules.Context) rules.Check {
			e := parseExpr(c, c.Node)
			if e == nil {
				return nil
			}
			return expr{e, valuesOf(e, c)}
		},
	}
}

type expr struct {
	parsed *rules.Expr
	reads  []string
}

// valuesOf are the columns that an expression reads: all but today, which is the
// cut-off unless a field has that name.
func valuesOf(e *rules.Expr, c *rules.Context) []string {
	columns := e.Columns()
	if _, declared := c.FieldNamed("today"); declared {
		return columns
	}
	return slices.DeleteFunc(columns, func(name string) bool { return name == "today" })
}

func (e expr) Reads() []string             { return e.reads }
func (e expr) Canonical() string           { return canonical("expr", e.parsed.Text) }
func (e expr) Pass(b rules.Builder) string { return b.Expr(e.parsed) }

// parseExpr checks an expression and reports mistakes at their place in it.
func parseExpr(c *rules.Context, n *rules.Node) *rules.Expr {
	if n == nil {
		return nil
	}
	if n.Type != rules.String && !n.IsScalar() {
		c.Diags.Addf(n.Pos, "expected an expression, found %s", n.Type)
		return nil
	}
	e, err := c.ParseExpr(n.Text, c.Fields)
	if err == nil {
		return e
	}
	var at *rules.ExprError
	if errors.As(err, &at) {
		c.Diags.Addf(n.At(at.Offset), "%s", at.Message)
	} else {
		c.Diags.Addf(n.Pos, "%v", err)
	}
	return nil
}

func (e expr) Holds(v rules.Values) bool {
	value, known := v.Expr(e.parsed)
	return known && value
}
