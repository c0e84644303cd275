package profile

import (
	"slices"
	"strings"
	"testing"

	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/codes"
	"cdoscore/rules/kinds"
	"cdoscore/rules/plan"

	"pgregory.net/rapid"
)

func TestWords(t *testing.T) {
	for name, want := range map[string]string{
		"provinceCode": "_province_code_", "ID No.": "_id_no_", "IP地址": "_ip_地址_", "身份证号": "_身份证号_", "": "_", "__x": "_x_", "HTTPUrl2": "_httpurl2_", "电话2": "_电话_2_",
	} {
		if got := words(name); got != want {
			t.Errorf("words(%q) = %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]bool{"cityCode": true, "id": true, "编号": true, "准考证号": true, "confirmed": false, "idle": false, "notes": false, "数量": false} {
		if identifier(name) != want {
			t.Errorf("identifier(%q) is not %v", name, want)
		}
	}
}

// all is every candidate that the program has.
func all(t *testing.T) []Candidate {
	t.Helper()
	list, err := Candidates(kinds.All(), kinds.FormatNames(), codes.Tables())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestEveryFormatIsKnown: a format that the kinds have gained wants its strength
// and the names that hint at it.
func TestEveryFormatIsKnown(t *testing.T) {
	for _, name := range kinds.FormatNames() {
		if _, ok := formats[name]; !ok {
			t.Errorf("format %s has no entry in formats", name)
		}
	}
	for _, table := range codes.Tables() {
		if tableHints[table.Name] == nil {
			t.Errorf("code table %s has no entry in tableHints", table.Name)
		}
	}
}

// candidates of the inference tests: a proof by itself, a weak form and a table.
var few = []Candidate{
	{Kind: "format", Name: "strong", known: known{strength: telling, hints: []string{"强"}, pii: rules.PIIID}},
	{Kind: "format", Name: "postcode", known: known{strength: weak, hints: []string{"邮编"}}},
	{Kind: "code", Name: "area", known: known{strength: telling, hints: []string{"区划"}}},
	{Kind: "code", Name: "area", Ever: true, known: known{strength: telling, hints: []string{"区划"}}},
}

func TestMatch(t *testing.T) {
	for _, x := range []struct {
		name       string
		distinct   int64
		conforming []int64 // of 100 values
		follows    string
		nearly     string
	}{
		{"six digits are no postcode", 90, []int64{0, 100, 0, 0}, "", ""},
		{"邮编", 90, []int64{0, 95, 0, 0}, "format:postcode", ""},
		{"邮编", 90, []int64{0, 94, 0, 0}, "", "format:postcode"},
		{"a code beats six digits", 90, []int64{0, 100, 96, 98}, "code:area", ""},
		{"邮编 that are codes by chance", 90, []int64{0, 100, 96, 98}, "format:postcode", ""},
		{"retired codes", 90, []int64{0, 100, 60, 98}, "code:area:ever", ""},
		{"区划", 90, []int64{0, 100, 80, 98}, "code:area", ""},
		{"区划", 90, []int64{0, 100, 79, 98}, "code:area:ever", ""},
		{"区划", 90, []int64{0, 100, 60, 70}, "", "code:area"},
		{"a check digit", 5, []int64{95, 0, 0, 0}, "format:strong", ""},
		{"by chance", 4, []int64{100, 0, 0, 0}, "", ""},
		{"unnamed and dirty", 90, []int64{94, 0, 0, 0}, "", ""},
		{"强", 1, []int64{80, 0, 0, 0}, "format:strong", ""},
	} {
		c := Infer(x.name, 1, plan.Figures{Rows: 110, Missing: 10, Distinct: x.distinct, Conforming: x.conforming, Dates: make([]int64, len(plan.DateForms)), Times: make([]int64, len(plan.TimeForms))}, few)
		for what, pair := range map[string]struct {
			got  *Match
			want string
		}{"follows": {c.Follows, x.follows}, "nearly": {c.Nearly, x.nearly}} {
			got := ""
			if pair.got != nil {
				got = pair.got.ID()
			}
			if got != pair.want {
				t.Errorf("%s, %v: %s %q, want %q", x.name, x.conforming, what, got, pair.want)
			}
		}
	}
}

func TestInferType(t *testing.T) {
	dates := func(form string, n int64) []int64 {
		out := make([]int64, len(plan.DateForms))
		for i, f := range plan.DateForms {
			if f == form {
				out[i] = n
			}
		}
		return out
	}
	none := dates("", 0)
	for _, x := range []struct {
		name string
		f    plan.Figures
		want string
	}{
		{"count", plan.Figures{Integers: 95, Decimals: 95, Whole: 3}, "integer"},
		{"count", plan.Figures{Integers: 94, Decimals: 94, Whole: 3}, "string"},
		{"orderNo", plan.Figures{Integers: 100, Decimals: 100, Whole: 3}, "string"},
		{"zeros", plan.Figures{Integers: 100, Decimals: 100, LeadingZeros: 2, Whole: 3}, "string"},
		{"card", plan.Figures{Integers: 100, Decimals: 100, Whole: 16}, "string"},
		{"fixed", plan.Figures{Integers: 100, Decimals: 100, Whole: 12, Shortest: 12, Longest: 12}, "string"},
		{"amount", plan.Figures{Integers: 50, Decimals: 100, Whole: 5, Scale: 2}, "decimal(12,2)"},
		{"amount", plan.Figures{Decimals: 60, Thousands: 40, Whole: 5, Scale: 2}, "decimal(12,2) thousands"},
		{"count", plan.Figures{Integers: 60, Decimals: 60, Thousands: 40, Whole: 5}, "integer thousands"},
		{"flag", plan.Figures{Words: 50, Bits: 50}, "boolean"},
		{"是否有效", plan.Figures{Bits: 100, Integers: 100, Decimals: 100}, "boolean"},
		{"level", plan.Figures{Bits: 100, Integers: 100, Decimals: 100}, "integer"},
		{"day", plan.Figures{ISODates: 100, Dates: dates("%Y-%m-%d", 100)}, "date"},
		{"day", plan.Figures{ISODates: 90, Dates: dates("%Y-%m-%d", 100)}, "date %Y-%m-%d"},
		{"day", plan.Figures{ISODates: 60, Dates: dates("%Y年%m月%d日", 36)}, "date %Y年%m月%d日"},
		{"day", plan.Figures{ISODates: 60, Dates: dates("%Y年%m月%d日", 34)}, "string"},
		{"day", plan.Figures{Integers: 100, Decimals: 100, Dates: dates("%Y%m%d", 100)}, "date %Y%m%d"},
		{"at", plan.Figures{ISOTimes: 100}, "timestamp"},
	} {
		x.f.Rows, x.f.Distinct = 100, 50
		if x.f.Dates == nil {
			x.f.Dates = none
		}
		x.f.Times = make([]int64, len(plan.TimeForms))
		c := Infer(x.name, 1, x.f, nil)
		got := c.Field.Type.String()
		if c.Field.Thousands {
			got += " thousands"
		}
		for _, f := range c.Field.Formats {
			got += " " + f
		}
		if got != x.want {
			t.Errorf("%s %+v: %s, want %s", x.name, x.f, got, x.want)
		}
	}
}

func TestDayAndMonth(t *testing.T) {
	rows := make([]int64, len(plan.DateForms))
	set := func(dayFirst, monthFirst int64) {
		for i, f := range plan.DateForms {
			switch f {
			case "%d/%m/%Y":
				rows[i] = dayFirst
			case "%m/%d/%Y":
				rows[i] = monthFirst
			}
		}
	}
	for _, x := range []struct {
		day, month      int64
		form, ambiguous string
	}{{100, 40, "%d/%m/%Y", ""}, {40, 100, "%m/%d/%Y", ""}, {100, 100, "%d/%m/%Y", "%m/%d/%Y"}} {
		set(x.day, x.month)
		c := Infer("day", 1, plan.Figures{Rows: 100, Distinct: 50, Dates: rows, Times: make([]int64, len(plan.TimeForms))}, nil)
		if !slices.Equal(c.Field.Formats, []string{x.form}) || c.Ambiguous() != x.ambiguous {
			t.Errorf("%d day first, %d month first: %v, ambiguous %q", x.day, x.month, c.Field.Formats, c.Ambiguous())
		}
	}
}

func TestShapes(t *testing.T) {
	for shape, want := range map[string]string{"999999": "9{6}", "A9-99": "A9-9{2}", "汉汉汉": "汉{3}", "--": "--", "9": "9", "": ""} {
		if got := Short(shape); got != want {
			t.Errorf("Short(%q) = %q, want %q", shape, got, want)
		}
	}
	c := Column{Figures: plan.Figures{Rows: 20, Distinct: 20}, Details: plan.Details{Shape: []plan.Tally{{Text: "AA-99.9", Rows: 19}}}, Field: rules.Field{Type: rules.FieldType{Name: rules.TypeString}}}
	if re, n := c.Pattern(); re != `[A-Z]{2}-[0-9]{2}\.[0-9]` || n != 19 {
		t.Errorf("pattern %q of %d", re, n)
	}
	c.Shape[0].Rows = 18
	if re, _ := c.Pattern(); re != "" {
		t.Errorf("pattern %q of 18 in 20", re)
	}
}

func TestShare(t *testing.T) {
	for _, x := range []struct {
		n, all int64
		want   string
	}{{0, 0, "—"}, {0, 5, "0 %"}, {5, 5, "100 %"}, {9999, 10000, "99.9 %"}, {1, 10000, "<0.1 %"}, {1, 3, "33.3 %"}} {
		if got := Share(x.n, x.all); got != x.want {
			t.Errorf("Share(%d, %d) = %q, want %q", x.n, x.all, got, x.want)
		}
	}
}

// TestDraftOfAnyNames: whatever columns are called, the draft reads back with
// their names, and says nothing of those that cannot be named.
func TestDraftOfAnyNames(t *testing.T) {
	candidates := all(t)
	texts := func(key string, args ...string) string { return key + " " + strings.Join(args, " ") }
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "a", "a: b", "# c", `"`, `\`, "\n", "\t x", "null", "12", "- d", "{e}", "身份证号", "😀"})), 1, 6).Draw(t, "names")
		p := &Profile{Origin: names[0], Rows: 40}
		var want []string
		for i, name := range names {
			c := Infer(name, i+1, plan.Figures{Rows: 40, Distinct: 40, Conforming: make([]int64, len(candidates)), Dates: make([]int64, len(plan.DateForms)), Times: make([]int64, len(plan.TimeForms))}, candidates)
			c.Values = []plan.Tally{{Text: name, Rows: 40}}
			p.Columns = append(p.Columns, c)
			if name != "" && !slices.Contains(want, name) {
				want = append(want, name)
			}
		}
		p.SetKeys(nil)
		draft := p.Draft(About{Title: "x" + names[0], Origin: names[0]}, texts)
		set, err := workspace.ParseDataset("draft.yaml", []byte(draft), workspace.Deps{Kinds: kinds.All(), Tables: codes.Tables()})
		if err != nil {
			t.Fatalf("%v\n%s", err, draft)
		}
		var got []string
		for _, f := range set.Fields {
			got = append(got, f.Name)
		}
		if !slices.Equal(got, want) || set.Title.ZhHans != "x"+names[0] {
			t.Fatalf("fields %q, want %q; title %q\n%s", got, want, set.Title.ZhHans, draft)
		}
	})
}
