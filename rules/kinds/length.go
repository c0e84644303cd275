package kinds

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"cdoscore/rules"
)

// Length fails where the value as received has too few or too many characters.
func Length() *rules.Kind {
	return &rules.Kind{
		Name: "length", Scope: rules.RowScope, Indicator: "0302", OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "字符长度", ZhHant: "字元長度", En: "Length"},
			Counts:  rules.Text{ZhHans: "未去空白的字符数少于 min 或多于 max 即不合格。", ZhHant: "未去空白的字元數少於 min 或多於 max 即不合格。", En: "Rows with a value; fails where the untrimmed value has fewer than min or more than max characters (code points)."},
			Over:    rules.Text{ZhHans: "有值的记录。", ZhHant: "有值的記錄。", En: "Rows with a value."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{
				fieldOption,
				{Name: "min", Type: "number", Default: "none", Text: rules.Text{ZhHans: "最少字符数", ZhHant: "最少字元數", En: "fewest characters"}},
				{Name: "max", Type: "number", Default: "none", Text: rules.Text{ZhHans: "最多字符数", ZhHant: "最多字元數", En: "most characters"}},
			},
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

func (l length) Holds(v rules.Values) bool {
	raw, _ := v.Raw(l.field)
	n := int64(utf8.RuneCountInString(raw))
	return (l.min < 0 || n >= l.min) && (l.max < 0 || n <= l.max)
}
