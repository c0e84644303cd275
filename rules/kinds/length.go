package kinds

import (
	"fmt"
	"strconv"

	"cdoscore/rules"
)

// Length fails where the value as received has too few or too many characters.
func Length() *rules.Kind {
	return &rules.Kind{
		Name: "length", Scope: rules.RowScope, Indicator: "0302", OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "字符长度", ZhHant: "字元長度", En: "Length"},
			Counts:  "Rows with a value; fails where the untrimmed value has fewer than min or more than max characters (code points).",
			Missing: "Not evaluated.",
			Clause:  "GB/T 36344-2018 0302, format",
			Example: "- {name: uscc, length: {min: 18, max: 18}}",
		},
		Parse: parseLength,
	}
}

func parseLength(c *rules.Context) rules.Check {
	if c.Field != nil && c.Node.Type == rules.Int {
		n, err := strconv.ParseInt(c.Node.Text, 10, 64)
		if err != nil || n < 1 {
			c.Diags.Addf(c.Node.Pos, "length: must be at least 1, found %s", c.Node.Text)
			return nil
		}
		return length{single{c.Field.Name}, n, n}
	}
	r := reader(c, "length")
	f, ok := onField(c, r)
	l := length{single{f.Name}, r.Int("min", -1, 0), r.Int("max", -1, 0)}
	bounded := r.Has("min") || r.Has("max")
	r.Finish()
	switch {
	case !bounded && c.Node.Type == rules.Map:
		c.Diags.Addf(c.Node.Pos, "length: give \"min\", \"max\" or both")
		return nil
	case l.min >= 0 && l.max >= 0 && l.min > l.max:
		c.Diags.Addf(c.Node.Pos, "length: min %d is above max %d", l.min, l.max)
		return nil
	case !ok || !bounded:
		return nil
	}
	return l
}

// length has -1 for a bound that is not given.
type length struct {
	single
	min, max int64
}

func (l length) Canonical() string { return canonical("length", l.field, l.min, l.max) }

func (l length) Pass(b rules.Builder) string {
	n := fmt.Sprintf("length(%s)", b.Raw(l.field))
	switch {
	case l.max < 0:
		return fmt.Sprintf("%s >= %d", n, l.min)
	case l.min < 0:
		return fmt.Sprintf("%s <= %d", n, l.max)
	}
	return fmt.Sprintf("%s BETWEEN %d AND %d", n, l.min, l.max)
}
