package kinds

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"cdoscore/rules"
)

// Garbled fails where the value as received holds what no writer typed.
func Garbled() *rules.Kind {
	return &rules.Kind{
		Name: "garbled", Scope: rules.RowScope, Indicator: "0302", OnField: true,
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "乱码", ZhHant: "亂碼", En: "Garbled text"},
			Counts:  rules.Text{ZhHans: "原值含替换字符（U+FFFD）、常见乱码（如锟斤拷、烫烫烫）、控制字符或零宽字符即不合格；制表符和换行不算。", ZhHant: "原值含替換字元（U+FFFD）、常見亂碼（如錕斤拷、燙燙燙）、控制字元或零寬字元即不合格；定位字元和換行不算。", En: "Fails where the value as received holds U+FFFD, known mojibake (锟斤拷, 烫烫烫, 屯屯屯, 锘, â€, Ã with a continuation, ï»¿), a control character other than tab, line feed and carriage return, or a zero-width or direction mark."},
			Over:    rules.Text{ZhHans: "有值的记录。", ZhHant: "有值的記錄。", En: "Rows with a value."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{fieldOption},
			Clause:  "GB/T 36344-2018 0305, dirty data; reported as the good share of 0302",
			Example: "- {garbled: {field: address}}",
		},
		Parse: func(c *rules.Context) rules.Check {
			if c.Field != nil && !(c.Node.Type == rules.Bool && c.Node.Text == "true") {
				c.Diags.Addf(c.Node.Pos, "garbled: write true, or remove it")
				return nil
			}
			f, ok := fieldOnly(c, "garbled")
			if !ok {
				return nil
			}
			return garbled{single{f.Name}}
		},
	}
}

// mojibake is what text of one encoding becomes when it is read as another: the
// replacement character in GBK, uninitialised memory in GBK, the byte order mark
// in GBK and Latin-1, and UTF-8 punctuation and letters in Latin-1.
var mojibake = []string{"锟斤拷", "锟斤", "烫烫烫", "屯屯屯", "锘", "ï»¿", "â€", "Ã©", "Ã¨", "Ã¤", "Ã¶", "Ã¼", "Â°", "å¹¿"}

// unwritten are ranges of characters that nobody types into a field.
var unwritten = [][2]rune{
	{0x00, 0x08}, {0x0B, 0x0C}, {0x0E, 0x1F}, {0x7F, 0x84}, {0x86, 0x9F}, {0xAD, 0xAD},
	{0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2064}, {0x2066, 0x206F}, {0xFEFF, 0xFEFF}, {utf8.RuneError, utf8.RuneError},
}

type garbled struct{ single }

func (k garbled) Canonical() string { return canonical("garbled", k.field) }

func (k garbled) Pass(b rules.Builder) string {
	x := b.Raw(k.field)
	var class strings.Builder
	for _, r := range unwritten {
		fmt.Fprintf(&class, `\x{%X}-\x{%X}`, r[0], r[1])
	}
	sql := "NOT " + b.Finds(x, "["+class.String()+"]")
	for _, m := range mojibake {
		sql += fmt.Sprintf(" AND NOT contains(%s, %s)", x, b.Literal(m))
	}
	return sql
}

func (k garbled) Holds(v rules.Values) bool {
	raw, _ := v.Raw(k.field)
	for _, m := range mojibake {
		if strings.Contains(raw, m) {
			return false
		}
	}
	for _, c := range raw {
		for _, r := range unwritten {
			if c >= r[0] && c <= r[1] {
				return false
			}
		}
	}
	return true
}
