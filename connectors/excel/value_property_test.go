package excel

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
	"cdoscore/connectors/excel/sheetml"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// TestNumbersKeepTheirValue compares, in exact fractions, what a number is in the
// file and in the extract: the same number, or, where a program wrote 17 digits of a
// binary number, one that reads back as the same binary number.
func TestNumbersKeepTheirValue(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		raw := drawNumber(rt)
		got := numberText(raw, sheetml.PlainNumber, false)
		want, ok := new(big.Rat).SetString(raw)
		value, okGot := new(big.Rat).SetString(got)
		if !ok || !okGot {
			rt.Fatalf("%s: %s", raw, got)
		}
		if strings.ContainsAny(got, "eE") {
			rt.Fatalf("%s: %s is not a plain decimal", raw, got)
		}
		if value.Cmp(want) == 0 {
			return
		}
		was, _ := strconv.ParseFloat(raw, 64)
		is, _ := strconv.ParseFloat(got, 64)
		if digits := leadingDigits.ReplaceAllString(raw, "$1$2"); was != is || len(strings.TrimLeft(digits, "0")) != 17 || want.IsInt() {
			rt.Fatalf("%s became %s", raw, got)
		}
	})
}

// leadingDigits takes a number apart into its digits and all else.
var leadingDigits = regexp.MustCompile(`^-?([0-9]*)\.?([0-9]*)(?:E.*)?$`)

func drawNumber(rt *rapid.T) string {
	switch rapid.IntRange(0, 3).Draw(rt, "kind") {
	case 0: // as Excel writes a binary number
		return strings.ToUpper(strconv.FormatFloat(rapid.Float64Range(-1e18, 1e18).Draw(rt, "float"), 'g', 17, 64))
	case 1:
		return strconv.FormatFloat(rapid.Float64Range(-1000, 1000).Draw(rt, "float"), 'f', -1, 64)
	case 2:
		return strconv.FormatInt(rapid.Int64().Draw(rt, "whole"), 10)
	}
	return rapid.StringMatching(`-?[0-9]{1,20}\.[0-9]{1,20}(E[+-]?[0-9]{1,2})?`).Draw(rt, "digits")
}

// TestDatesAgainstExcelize compares dates with excelize's own conversion.
func TestDatesAgainstExcelize(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		serial := float64(rapid.IntRange(61, 2_900_000).Draw(rt, "day"))
		clock := rapid.IntRange(0, 86_399).Draw(rt, "second")
		serial += float64(clock) / 86_400
		date1904 := rapid.Bool().Draw(rt, "1904")
		raw := strconv.FormatFloat(serial, 'g', 17, 64)
		moment, err := excelize.ExcelDateToTime(serial, date1904)
		if err != nil {
			rt.Fatal(err)
		}
		want := moment.Round(time.Second).Format(time.DateTime)
		if clock == 0 {
			want = moment.Format(time.DateOnly)
		}
		if got := numberText(raw, sheetml.DateFormat, date1904); got != want {
			rt.Fatalf("%s, 1904 %v: %s, want %s", raw, date1904, got, want)
		}
	})
}

// FuzzWorkbook sees that no sheet, strings or styles make the connector panic, and
// that its account balances.
func FuzzWorkbook(f *testing.F) {
	f.Add(header+`<row r="2"><c r="A2" s="1"><v>45351.5</v></c><c r="B2" t="s"><v>0</v></c></row>`, `<si><t>合计</t></si>`, `<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>`)
	f.Add(`<row r="3"><c r="C3" t="inlineStr"><is><t>a</t></is></c></row><row r="4"><c r="C4"><f>1</f></c></row>`, ``, ``)
	f.Fuzz(func(t *testing.T, sheet, strings, styles string) {
		for _, options := range []connectors.Values{{}, {"header_rows": {"2"}, "totals": {"合计"}}} {
			rows, info, err := read(t, book{sheet: sheet, strings: strings, styles: styles}, options)
			if err == nil && int64(len(rows)+len(info.Rejected)) != info.Physical {
				t.Fatalf("%d rows and %d rejected are not %d", len(rows), len(info.Rejected), info.Physical)
			}
			if err != nil {
				connectortest.AsError(t, err)
			}
		}
	})
}

// TestTextsAndNumbersApart sees that a text that looks like a number stays as it is.
func TestTextsAndNumbersApart(t *testing.T) {
	for _, text := range []string{"007", "1E5", "0.10000000000000001", "440102199003071234", "45351"} {
		cells := fmt.Sprintf(`<row r="2"><c r="A2" s="1" t="str"><v>%s</v></c><c r="B2" s="1" t="s"><v>0</v></c></row>`, text)
		rows, info, err := read(t, book{sheet: header + cells, strings: `<si><t>` + text + `</t></si>`, styles: `<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>`}, nil)
		if err != nil || len(info.Warnings) > 0 || rows[0].Cells[0] != text || rows[0].Cells[1] != text {
			t.Errorf("%s: %v, %v, %v", text, rows, info.Warnings, err)
		}
	}
}
