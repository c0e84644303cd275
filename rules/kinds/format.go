package kinds

import (
	"slices"
	"strings"

	"cdoscore/rules"
	"cdoscore/rules/codes"
)

// Format fails where a value is not a valid number or code of a known form.
func Format() *rules.Kind {
	return &rules.Kind{
		Name: "format", Scope: rules.RowScope, Indicator: "0301", OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "编码校验", ZhHant: "編碼校驗", En: "Known format"},
			Counts:  rules.Text{ZhHans: "不是所指定的编码或格式即不合格：位数、字符、校验码，或其中的日期、地区有误。", ZhHant: "不是所指定的編碼或格式即不合格：位數、字元、校驗碼，或其中的日期、地區有誤。", En: "Fails where the value is not valid in the named format: its form, its check digit, or a date or area within it is wrong."},
			Over:    rules.Text{ZhHans: "有值的记录。", ZhHant: "有值的記錄。", En: "Rows with a value."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: formatOptions(),
			Clause:  formatClause(),
			Example: "- {name: id_no, format: resident_id}\n- {name: place, format: {name: coordinates, datum: CGCS2000, within: {south: 22.43, north: 23.93, west: 112.95, east: 114.05}}}",
		},
		Parse: parseFormat,
	}
}

// formatOptions are the field, the name with what each format is, and the options
// of the formats, each under the format that takes it.
func formatOptions() []rules.Option {
	var hans, hant, en []string
	out := []rules.Option{fieldOption, {Name: "name", Type: "format"}}
	for _, f := range codes.Formats() {
		hans = append(hans, f.Name+" "+f.Text.ZhHans)
		hant = append(hant, f.Name+" "+f.Text.ZhHant)
		en = append(en, f.Name+", "+f.Text.En)
		for _, o := range f.Options {
			o.Text = rules.Text{ZhHans: f.Name + "：" + o.Text.ZhHans, ZhHant: f.Name + "：" + o.Text.ZhHant, En: f.Name + ": " + o.Text.En}
			out = append(out, o)
		}
	}
	out[1].Text = rules.Text{
		ZhHans: "格式名称：" + strings.Join(hans, "；"),
		ZhHant: "格式名稱：" + strings.Join(hant, "；"),
		En:     "the name of the format: " + strings.Join(en, "; "),
	}
	return out
}

func formatClause() string {
	clause := "GB/T 36344-2018 0301, content"
	var named []string
	for _, f := range codes.Formats() {
		if f.Clause != "" && !slices.Contains(named, f.Clause) {
			named = append(named, f.Clause)
			clause += "; " + f.Clause
		}
	}
	return clause
}

func formatNames() []string {
	var names []string
	for _, f := range codes.Formats() {
		names = append(names, f.Name)
	}
	return names
}

// parseFormat reads `format: uscc` and `format: {name: uscc, …}` on a field, and
// the mapping with `field` in the rules list.
func parseFormat(c *rules.Context) rules.Check {
	name, options := c.Node, c.Node
	if short := c.Field != nil && c.Node.IsScalar(); short {
		options = &rules.Node{Pos: c.Node.Pos, Type: rules.Map}
	}
	r := rules.NewReader(options, "format", c.Diags)
	f, ok := onField(c, r)
	if options == c.Node {
		name = r.Require("name")
	}
	if name == nil {
		return nil
	}
	i := slices.IndexFunc(codes.Formats(), func(f codes.Format) bool { return name.IsScalar() && f.Name == name.Text })
	if i < 0 {
		c.Diags.Addf(name.Pos, "unknown format %q%s (known: %s)", name.Text, rules.Suggest(name.Text, formatNames()), strings.Join(formatNames(), ", "))
		return nil
	}
	v, read := codes.Formats()[i].Read(r)
	r.Finish()
	if !ok || !read {
		return nil
	}
	return format{single{f.Name}, name.Text, v}
}

type format struct {
	single
	name      string
	validator codes.Validator
}

func (f format) Canonical() string {
	return canonical(append([]any{"format", f.field, f.name}, f.validator.Options...)...)
}

func (f format) Pass(b rules.Builder) string { return f.validator.SQL(b, b.Text(f.field)) }

func (f format) Holds(v rules.Values) bool {
	text, _ := v.Text(f.field)
	return f.validator.Valid(text, v.Cutoff())
}
