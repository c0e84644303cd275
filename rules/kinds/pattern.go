package kinds

import "cdoscore/rules"

// Pattern fails where the value as received does not match a regular expression.
func Pattern() *rules.Kind {
	return &rules.Kind{
		Name: "pattern", Scope: rules.RowScope, Indicator: "0302", OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "格式规则", ZhHant: "格式規則", En: "Pattern"},
			Counts:  "Rows with a value; fails where the untrimmed value does not match as a whole (search: anywhere; not: where it does match).",
			Missing: "Not evaluated.",
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
