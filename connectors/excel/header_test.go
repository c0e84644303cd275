package excel

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
)

// texts writes rows of text cells; a row is written as its number, a colon and
// cells as column letter=text, separated by blanks.
func texts(rows ...string) string {
	var b strings.Builder
	for _, row := range rows {
		number, cells, _ := strings.Cut(row, ":")
		fmt.Fprintf(&b, `<row r="%s">`, number)
		for _, cell := range strings.Split(cells, " ") {
			column, text, _ := strings.Cut(cell, "=")
			fmt.Fprintf(&b, `<c r="%s%s" t="str"><v>%s</v></c>`, column, number, text)
		}
		b.WriteString(`</row>`)
	}
	return b.String()
}

func TestHeader(t *testing.T) {
	plain := texts("1:A=姓名 B=金额", "2:A=甲 B=1")
	banner := texts("1:A=某局缴费明细表", "2:A=单位:万元 B=姓名", "4:A=姓名 B=金额 C=备注", "5:A=甲 B=1", "6:A=姓名 B=金额 C=备注")
	double := texts("2:A=表题", "3:A=姓名 B=金额 D=备注", "4:B=本月 C=累计", "5:A=甲 B=1 C=2 D=x")
	const merged = `</sheetData><mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A3:A4"/><mergeCell ref="B3:C3"/><mergeCell ref="D3:E4"/></mergeCells></worksheet>`
	titles := []string{"name", "姓名", "amount", "金额"}
	joined := []string{"姓名", "金额/本月", "金额/累计"}
	cases := []struct {
		name    string
		book    book
		options connectors.Values
		titles  []string
		want    string // the columns and the rows' numbers
		above   int64
	}{
		{"first row", book{sheet: plain}, nil, nil, `["姓名" "金额"] [2]`, 0},
		{"first row with a value", book{sheet: texts("7:C=姓名 D=金额", "9:C=甲")}, nil, nil, `["姓名" "金额"] [9]`, 0},
		{"declared", book{sheet: banner}, connectors.Values{"header_row": {"4"}}, nil, `["姓名" "金额" "备注"] [5 6]`, 0},
		{"declared against the titles", book{sheet: plain}, connectors.Values{"header_row": {"2"}}, titles, `["甲" "1"] []`, 0},
		{"under a banner", book{sheet: banner}, nil, titles, `["姓名" "金额" "备注"] [5 6]`, 2},
		{"titles that nothing bears", book{sheet: banner}, nil, []string{"x"}, `["某局缴费明细表"] [2 4 5 6]`, 0},
		{"gap inside", book{sheet: texts("1:A=x C=2024", "4:C=5")}, nil, nil, `["x" "" "2024"] [4]`, 0},
		{"two rows, merged", book{sheet: double, tail: merged}, connectors.Values{"header_row": {"3"}, "header_rows": {"2"}}, nil, `["姓名" "金额/本月" "金额/累计" "备注" "备注"] [5]`, 0},
		{"two rows, found", book{sheet: double, tail: merged}, connectors.Values{"header_rows": {"2"}}, joined, `["姓名" "金额/本月" "金额/累计" "备注" "备注"] [5]`, 1},
		{"two rows, nothing merged", book{sheet: double}, connectors.Values{"header_row": {"3"}, "header_rows": {"2"}}, nil, `["姓名" "金额/本月" "累计" "备注"] [5]`, 0},
		{"beyond the search", book{sheet: texts("1:A=表题", "60:A=姓名 B=金额")}, nil, titles, `["表题"] [60]`, 0},
		{"at the end of the search", book{sheet: texts("1:A=表题", "50:A=姓名 B=金额", "51:A=甲")}, nil, titles, `["姓名" "金额"] [51]`, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e, err := tryOpen(t, c.book.bytes(t), c.options, c.titles)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, f := range e.Schema().Fields()[1:] {
				names = append(names, f.Name)
			}
			rows, info, err := connectortest.ReadAll(e)
			if err != nil {
				t.Fatal(err)
			}
			numbers := []int64{}
			for _, r := range rows {
				numbers = append(numbers, r.Number)
			}
			for _, r := range info.Rejected {
				numbers = append(numbers, r.Row)
			}
			slices.Sort(numbers)
			if got := fmt.Sprintf("%q %v", names, numbers); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			if unknown := strings.HasPrefix(c.name, "titles that nothing bears") || c.name == "beyond the search"; (count(info, "excel.header_unknown") == 1) != unknown {
				t.Errorf("warnings %v", info.Warnings)
			}
			if got := count(info, "excel.above_header"); got != c.above {
				t.Errorf("%d rows above the header, want %d", got, c.above)
			}
		})
	}
}

func count(info connectors.Info, key string) int64 {
	for _, w := range info.Warnings {
		if w.Reason.Key == key {
			return w.Count
		}
	}
	return 0
}
