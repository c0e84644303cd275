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
			Counts:  rules.Text{En: "Rows with a value; fails where the form, the check digit or a date or area within it is wrong."},
			Missing: rules.Text{En: "Not evaluated."},
			Clause:  "GB/T 36344-2018 0301, content; GB 11643, GB 32100",
			Example: "- {name: id_no, format: resident_id}",
		},
		Parse: parseFormat,
	}
}

// formats are the known forms, each with the options that it takes.
var formats = []struct{ name, option string }{
	{"resident_id", "legacy"},
	{"uscc", ""},
	{"mobile_cn", "country_code"},
}

func formatNames() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

func parseFormat(c *rules.Context) rules.Check {
	name := c.Node
	f, ok := rules.Field{}, true
	check := format{}
	if c.Field != nil {
		f = *c.Field
	}
	if c.Field == nil || !c.Node.IsScalar() {
		r := reader(c, "format")
		f, ok = onField(c, r)
		name = r.Require("name")
		if name != nil {
			for _, known := range formats {
				if known.name == name.Text && known.option != "" {
					check.option = r.Bool(known.option, false)
				}
			}
		}
		r.Finish()
	}
	if name == nil {
		return nil
	}
	if !slices.Contains(formatNames(), name.Text) {
		c.Diags.Addf(name.Pos, "unknown format %q%s (known: %s)", name.Text, rules.Suggest(name.Text, formatNames()), strings.Join(formatNames(), ", "))
		return nil
	}
	if !ok {
		return nil
	}
	check.single, check.name = single{f.Name}, name.Text
	return check
}

type format struct {
	single
	name   string
	option bool
}

func (f format) Canonical() string { return canonical("format", f.field, f.name, f.option) }

func (f format) Pass(b rules.Builder) string {
	x := b.Text(f.field)
	switch f.name {
	case "resident_id":
		return codes.ResidentIDSQL(x, b.Cutoff(), f.option, b.Let, b.Member)
	case "uscc":
		return codes.USCCSQL(x)
	default:
		return codes.MobileCNSQL(x, f.option)
	}
}
