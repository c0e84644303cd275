package kinds

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"cdoscore/rules"
)

// Fabricated fails where a value looks made up to fill a field.
func Fabricated() *rules.Kind {
	return &rules.Kind{
		Name: "fabricated", Scope: rules.FiguresScope, Indicator: "0105",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "疑似编造", ZhHant: "疑似編造", En: "Fabricated"},
			Counts:  rules.Text{ZhHans: "同一字符重复（如 111111）、连号（如 123456、abcdef、987654）不合格；全列只有一个取值时全部不合格。结果只是线索，需人工核实。", ZhHant: "同一字元重複（如 111111）、連號（如 123456、abcdef、987654）不合格；全列只有一個取值時全部不合格。結果只是線索，需人工核實。", En: "Fails where the whole value is one character over and over (111111), or digits or letters that rise or fall by one (123456, 890123, fedcba); every row fails where the column has one single value. An indication, to be verified by a person."},
			Over:    rules.Text{ZhHans: "有值的记录。", ZhHant: "有值的記錄。", En: "Rows with a value."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{
				fieldOption,
				{Name: "checks", Type: "list", Default: "repeated, sequential, constant", Text: rules.Text{ZhHans: "启用的检查", ZhHant: "啟用的檢查", En: "which checks are made"}},
				{Name: "length", Type: "number", Default: "6", Text: rules.Text{ZhHans: "判断重复和连号的最短字符数", ZhHant: "判斷重複和連號的最短字元數", En: "the shortest value that is judged as repeated or sequential"}},
				{Name: "rows", Type: "number", Default: "30", Text: rules.Text{ZhHans: "判断全列同值的最少记录数", ZhHant: "判斷全列同值的最少記錄數", En: "the fewest rows on which a constant column is judged"}},
			},
			Clause:  "GB/T 36344-2018 0105, authoritative; an indication of authenticity only",
			Example: "- {fabricated: {field: phone, checks: [repeated, sequential]}}",
		},
		Parse: parseFabricated,
	}
}

var fabricatedChecks = []string{"repeated", "sequential", "constant"}

func parseFabricated(c *rules.Context) rules.Check {
	r := reader(c, "fabricated")
	f, ok := onField(c, r)
	k := fabricated{single: single{f.Name}, checks: fabricatedChecks, length: r.Int("length", 6, 2), rows: r.Int("rows", 30, 2)}
	if nodes := r.Texts("checks", false); len(nodes) > 0 {
		k.checks = nil
		for _, n := range nodes {
			if !slices.Contains(fabricatedChecks, n.Text) {
				c.Diags.Addf(n.Pos, "fabricated: unknown check %q%s (there are %s)", n.Text, rules.Suggest(n.Text, fabricatedChecks), strings.Join(fabricatedChecks, ", "))
				ok = false
			}
			k.checks = append(k.checks, n.Text)
		}
	}
	r.Finish()
	if !ok || c.Node.Type != rules.Map {
		return nil
	}
	return k
}

type fabricated struct {
	single
	checks       []string
	length, rows int64
}

func (k fabricated) Canonical() string {
	return canonical("fabricated", k.field, slices.Sorted(slices.Values(k.checks)), k.length, k.rows)
}

func (k fabricated) makes(check string) bool { return slices.Contains(k.checks, check) }

func (k fabricated) Figures(b rules.Builder) []string {
	x := b.Text(k.field)
	return []string{"count(*)", "count(DISTINCT " + x + ")"}
}

func (k fabricated) Judged() string { return "" }

// The runs that sequential values are parts of, twice around.
const (
	risingDigits  = "01234567890123456789"
	risingLetters = "abcdefghijklmnopqrstuvwxyz"
)

func runs() []string {
	return []string{risingDigits, reversed(risingDigits), risingLetters, reversed(risingLetters)}
}

func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

func (k fabricated) Pass(b rules.Builder) string {
	x := b.Text(k.field)
	pass := []string{"true"}
	if k.makes("repeated") {
		pass = append(pass, fmt.Sprintf("NOT (length(%[1]s) >= %[2]d AND replace(%[1]s, substr(%[1]s, 1, 1), '') = '')", x, k.length))
	}
	if k.makes("sequential") {
		for _, run := range runs() {
			pass = append(pass, fmt.Sprintf("NOT (length(%[1]s) >= %[2]d AND contains(%[3]s, lower(%[1]s)))", x, k.length, b.Literal(run)))
		}
	}
	if k.makes("constant") {
		pass = append(pass, fmt.Sprintf("NOT (s0 >= %d AND s1 = 1)", k.rows))
	}
	return strings.Join(pass, " AND ")
}

func (k fabricated) Hold(rows []rules.Values) []bool {
	distinct := map[string]bool{}
	for _, v := range rows {
		text, _ := v.Text(k.field)
		distinct[text] = true
	}
	constant := k.makes("constant") && int64(len(rows)) >= k.rows && len(distinct) == 1
	out := make([]bool, len(rows))
	for i, v := range rows {
		text, _ := v.Text(k.field)
		out[i] = !constant && !k.madeUp(text)
	}
	return out
}

func (k fabricated) madeUp(text string) bool {
	chars := []rune(text)
	if int64(utf8.RuneCountInString(text)) < k.length {
		return false
	}
	if k.makes("repeated") && !slices.ContainsFunc(chars, func(c rune) bool { return c != chars[0] }) {
		return true
	}
	return k.makes("sequential") && (steps(chars, 1) || steps(chars, -1))
}

// steps reports whether digits or Latin letters rise by one each, or fall; after
// 9 comes 0.
func steps(chars []rune, by int) bool {
	place := func(c rune) (class, n int) {
		switch {
		case c >= '0' && c <= '9':
			return 1, int(c - '0')
		case c >= 'a' && c <= 'z':
			return 2, int(c - 'a')
		case c >= 'A' && c <= 'Z':
			return 2, int(c - 'A')
		}
		return 0, 0
	}
	for i, c := range chars {
		class, n := place(c)
		if class == 0 {
			return false
		}
		if i == 0 {
			continue
		}
		before, m := place(chars[i-1])
		if class != before || class == 2 && n != m+by || class == 1 && n != (m+by+10)%10 {
			return false
		}
	}
	return len(chars) <= 20 // the digits twice around
}
