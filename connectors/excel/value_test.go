package excel

import (
	"testing"

	"cdoscore/connectors/excel/sheetml"
)

func TestNumberText(t *testing.T) {
	cases := []struct {
		raw  string
		kind sheetml.FormatKind
		want string
	}{
		{"0.30000000000000004", sheetml.PlainNumber, "0.30000000000000004"},
		{"4.4010219900307123E+17", sheetml.PlainNumber, "440102199003071230"},
		{"1E-3", sheetml.PlainNumber, "0.001"},
		{"-5", sheetml.PlainNumber, "-5"},
		{"59", sheetml.DateFormat, "1900-02-28"},
		{"60", sheetml.DateFormat, "1900-02-29"},
		{"61", sheetml.DateFormat, "1900-03-01"},
		{"1", sheetml.DateFormat, "1900-01-01"},
		{"0", sheetml.DateFormat, "0"},
		{"-1", sheetml.DateFormat, "-1"},
		{"2958465", sheetml.DateFormat, "9999-12-31"},
		{"2958466", sheetml.DateFormat, "2958466"},
		{"45351.5", sheetml.DateFormat, "2024-02-29 12:00:00"},
		{"45351.999999", sheetml.DateFormat, "2024-02-29 23:59:59.914"},
		{"45351.999999999", sheetml.DateFormat, "2024-03-01"},
		{"2958465.9999999999", sheetml.DateFormat, "2958466"},
		{"0.5", sheetml.DateFormat, "12:00:00"},
		{"0", sheetml.TimeFormat, "00:00:00"},
		{"0.10000000000000001", sheetml.PlainNumber, "0.1"},
		{"1.1000000000000001", sheetml.PlainNumber, "1.1"},
		{"-9.9999999999999995E-8", sheetml.PlainNumber, "-0.0000001"},
		{"1234567.1234567891", sheetml.PlainNumber, "1234567.1234567891"},
		{"12345678901234567890.12345", sheetml.PlainNumber, "12345678901234567890.12345"},
		{"12345678901234567", sheetml.PlainNumber, "12345678901234567"},
		{"", sheetml.PlainNumber, ""},
		{"abc", sheetml.DateFormat, "abc"},
		{"45351.000011574074", sheetml.DateFormat, "2024-02-29 00:00:01"},
		{"0.75", sheetml.TimeFormat, "18:00:00"},
		{"45351.75", sheetml.TimeFormat, "2024-02-29 18:00:00"},
		{"1.5", sheetml.ElapsedFormat, "36:00:00"},
	}
	for _, c := range cases {
		if got := numberText(c.raw, c.kind, false); got != c.want {
			t.Errorf("%s, kind %d: %s, want %s", c.raw, c.kind, got, c.want)
		}
	}
}
