package sheetml

import "testing"

func TestKindOfCode(t *testing.T) {
	for code, want := range map[string]FormatKind{
		"General": PlainNumber, "Standard": PlainNumber, "0.00": PlainNumber, "@": PlainNumber, `#,##0.00_);[Red]\(#,##0.00\)`: PlainNumber, "0.00E+00": PlainNumber,
		`0"days"`: PlainNumber, `0\d`: PlainNumber, `[$-804]0`: PlainNumber, `[Red]0`: PlainNumber, `[DBNum1][$-804]General`: PlainNumber, `0_d`: PlainNumber,
		"yyyy-mm-dd": DateFormat, `yyyy"年"m"月"d"日"`: DateFormat, "YYYY/MM/DD HH:MM": DateFormat, "mmm": DateFormat, "[$-804]yyyy": DateFormat, "d": DateFormat,
		"G/通用格式": PlainNumber, `0!.0,"万"`: PlainNumber, `0!d`: PlainNumber, "[红色]0": PlainNumber, `#,##0"元/㎡"`: PlainNumber,
		"[$-804]aaaa;@": DateFormat, `yyyy\-mm\-dd;@`: DateFormat, `[DBNum1][$-804]yyyy"年"m"月"d"日";@`: DateFormat, `[$-F800]dddd\,\ mmmm\ dd\,\ yyyy`: DateFormat, `[$-F400]h:mm:ss\ AM/PM`: TimeFormat,
		"h:mm": TimeFormat, "mm:ss.0": TimeFormat, "上午/下午h:mm": TimeFormat, "[h]:mm:ss": ElapsedFormat, "[mm]:ss": ElapsedFormat,
	} {
		if got := kindOfCode(code); got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
}

func TestKindOfBuiltIn(t *testing.T) {
	for kind, ids := range map[FormatKind][]int{
		PlainNumber:   {0, 1, 4, 13, 23, 26, 37, 40, 44, 48, 49, 59, 163, -1},
		DateFormat:    {14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58},
		TimeFormat:    {18, 19, 20, 21, 32, 33, 34, 35, 45, 47},
		ElapsedFormat: {46},
	} {
		for _, id := range ids {
			if got := kindOfBuiltIn(id); got != kind {
				t.Errorf("%d: %d, want %d", id, got, kind)
			}
		}
	}
}

func TestMasksNumber(t *testing.T) {
	for code, want := range map[string]bool{
		"General": false, "0.00": false, "#,##0": false, "@": false, "+0.00;-0.00;0.00": false, `#,##0.00_);[Red]\(#,##0.00\)`: false, `yyyy\-mm\-dd\ hh:mm`: false,
		"0;;": false, `[$-804]0`: false, `0"分"`: false, "G/通用格式": false,
		`"98.00"`: true, `98`: true, `\9\8`: true, `0.00"1"`: true, ";;;": true, `"优"`: true, `0;"98"`: true, "": true,
	} {
		if got := masksNumber(code); got != want {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
}
