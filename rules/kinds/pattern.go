package kinds

import (
	"regexp"

	"cdoscore/rules"
)

// Pattern fails where the value as received does not match a regular expression.
func Pattern() *rules.Kind {
	return &rules.Kind{
		Name: "pattern", Scope: rules.RowScope, Indicator: "0302", OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "格式规则", ZhHant: "格式規則", En: "Pattern"},
			Counts:  rules.Text{ZhHans: "原值不符合正则表达式（RE2，匹配整个值）即不合格。", ZhHant: "原值不符合正則表達式（RE2，匹配整個值）即不合格。", En: "Rows with a value; fails where the untrimmed value does not match as a whole (search: anywhere; not: where it does match)."},
			Over:    rules.Text{ZhHans: "有值的记录。", ZhHant: "有值的記錄。", En: "Rows with a value."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{
				fieldOption,
				{Name: "regex", Type: "text", Default: "", Text: rules.Text{ZhHans: "正则表达式", ZhHant: "正則表達式", En: "the expression"}},
				{Name: "search", Type: "true or false", Default: "false", Text: rules.Text{ZhHans: "只要求在值中出现", ZhHant: "只要求在值中出現", En: "finds it anywhere in the value"}},
				{Name: "not", Type: "true or false", Default: "false", Text: rules.Text{ZhHans: "反过来：匹配的不合格", ZhHant: "反過來：匹配的不合格", En: "inverts it"}},
			},
			Clause:  "GB/T 36344-2018 0302, format",
			Example: "- {name: permit_no, pattern: \"[A-Z]{2}[0-9]{8}\"}",
		},
		Parse: parsePattern,
	}
}

func parsePattern(c *rules.Context) rules.Check {
	if c.Field != nil && c.Node.IsScalar() {
		if !checkRegexp(c, c.Node) {
			return nil
		}
		return pattern{single: single{c.Field.Name}, regex: c.Node.Text}
	}
	r := reader(c, "pattern")
	f, ok := onField(c, r)
	n := r.Require("regex")
	p := pattern{single: single{f.Name}, search: r.Bool("search", false), not: r.Bool("not", false)}
	r.Finish()
	if n == nil {
		return nil
	}
	p.regex = r.ScalarText(n, "regex")
	if !n.IsScalar() || !checkRegexp(c, n) || !ok {
		return nil
	}
	return p
}

type pattern struct {
	single
	regex       string
	search, not bool
}

func (p pattern) Canonical() string { return canonical("pattern", p.field, p.regex, p.search, p.not) }

func (p pattern) Pass(b rules.Builder) string {
	sql := b.Matches(b.Raw(p.field), p.regex)
	if p.search {
		sql = b.Finds(b.Raw(p.field), p.regex)
	}
	if p.not {
		return "NOT " + sql
	}
	return sql
}

func (p pattern) Holds(v rules.Values) bool {
	raw, _ := v.Raw(p.field)
	form := `^(?:` + p.regex + `)$`
	if p.search {
		form = p.regex
	}
	return regexp.MustCompile(form).MatchString(raw) != p.not
}
