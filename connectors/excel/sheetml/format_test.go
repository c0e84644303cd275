package sheetml

import "testing"

func TestKindOfCode(t *testing.T) {
	for code, want := range map[string]FormatKind{
		"General": PlainNumber, "Standard": PlainNumber, "0.00": PlainNumber, "@": PlainNumber, `#,##0.00_);[Red]\(#,##0.00\)`: PlainNumber, "0.00E+00": PlainNumber,
		`0"days"`: PlainNumber, `0\d`: PlainNumber, `[$-804]0`: PlainNumber, `[Red]0`: PlainNumber, `[DBNum1][$-804]General`: PlainNumber, `0_d`: PlainNumber,
		"yyyy-mm-dd": DateFormat, `yyyy"年"m"月"d"日"`: DateFormat, "YYYY/MM/DD HH:MM": DateFormat, "mmm": DateFormat, "[$-804]yyyy": DateFormat, "d": DateFormat,
		"h:mm": TimeFormat, "mm:ss.0": TimeFormat, "上午/下午h:mm": TimeFormat, "[h]:mm:ss": ElapsedFormat, "[mm]:ss": ElapsedFormat,
	} {
		if got := kindOfCode(code); got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
}
