package kinds

import (
	"slices"
	"strings"
	"time"

	"cdoscore/rules"
)

// Type fails where a value does not convert to the field's declared type.
func Type() *rules.Kind {
	return &rules.Kind{
		Name: "type", Scope: rules.RowScope, Indicator: "0302", OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "数据类型", ZhHant: "數據類型", En: "Type"},
			Counts:  rules.Text{ZhHans: "书写不符合所声明类型的严格形式，或不是存在的数、日期、时间，即不合格；日期 1900-01-01、9999-12-31 未在字段 sentinels 中声明的也不合格。", ZhHant: "書寫不符合所聲明類型的嚴格形式，或不是存在的數、日期、時間，即不合格；日期 1900-01-01、9999-12-31 未在欄位 sentinels 中聲明的也不合格。", En: "Fails where a value does not have the strict form of the declared type, or is no such number, date or time; the date sentinels 1900-01-01 and 9999-12-31 fail unless the field declares them as sentinels."},
			Over:    rules.Text{ZhHans: "有值的记录。", ZhHant: "有值的記錄。", En: "Rows with a value."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{
				fieldOption,
			},
			Clause:  "GB/T 36344-2018 0302, format",
			Example: "- {name: paid_on, type: date}",
		},
		Parse: func(c *rules.Context) rules.Check {
			f, ok := fieldOnly(c, "type")
			if !ok || f.Type.Name == "" {
				return nil
			}
			return typed{single{f.Name}, f}
		},
	}
}

type typed struct {
	single
	declared rules.Field
}

func (t typed) Canonical() string {
	return canonical("type", t.field, t.declared.Type, t.declared.Formats, t.declared.Thousands, t.declared.Sentinels)
}

// Pass: every text is a string; an integer of any length is one although it may
// not convert; everything else must convert.
func (t typed) Pass(b rules.Builder) string {
	switch t.declared.Type.Name {
	case rules.TypeString:
		return "true"
	case rules.TypeInteger:
		return b.IsInteger(t.field)
	}
	pass := b.Typed(t.field) + " IS NOT NULL"
	if t.declared.Type.IsTemporal() {
		for _, day := range t.faults() {
			pass += " AND CAST(" + b.Typed(t.field) + " AS DATE) <> DATE " + b.Literal(day)
		}
	}
	return pass
}

// faults are the date sentinels that the field does not declare as meant.
func (t typed) faults() []string {
	return slices.DeleteFunc(slices.Clone(rules.DateSentinels), func(day string) bool { return slices.Contains(t.declared.Sentinels, day) })
}

func (t typed) Holds(v rules.Values) bool {
	text, _ := v.Text(t.field)
	switch t.declared.Type.Name {
	case rules.TypeString:
		return true
	case rules.TypeInteger:
		return integerText(text, t.declared.Thousands)
	}
	value := v.Typed(t.field)
	at, temporal := value.(time.Time)
	return value != nil && !(temporal && slices.Contains(t.faults(), at.Format(time.DateOnly)))
}

// integerText is the form of an integer of any length: an optional sign and
// digits, in groups of three where separators are allowed.
func integerText(s string, thousands bool) bool {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	groups := []string{s}
	if thousands && strings.Contains(s, ",") {
		groups = strings.Split(s, ",")
	}
	for i, g := range groups {
		if g == "" || strings.Trim(g, "0123456789") != "" || len(groups) > 1 && (len(g) > 3 || i > 0 && len(g) != 3) {
			return false
		}
	}
	return true
}
