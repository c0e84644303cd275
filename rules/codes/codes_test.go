package codes_test

import (
	"testing"
	"time"

	"cdoscore/rules/codes"
)

func day(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestResidentID(t *testing.T) {
	tests := []struct {
		name, value, today string
		legacy, want       bool
	}{
		{"check character X", "11010519491231002X", "2026-11-01", false, true},
		{"check digit", "440524188001010014", "2026-11-01", false, true},
		{"Taiwan", "830000199201300022", "2026-11-01", false, true},
		{"retired district Dongshan", "440102194912310019", "2026-11-01", false, true},
		{"retired district Luogang", "440116201003070012", "2026-11-01", false, true},
		{"wrong check digit", "440104199001011238", "2026-11-01", false, false},
		{"no such date", "440106198502290012", "2026-11-01", false, false},
		{"lower-case x", "11010519491231002x", "2026-11-01", false, false},
		{"born on the day of the cut-off", "440116201003070012", "2010-03-07", false, true},
		{"born the day after", "440116201003070012", "2010-03-06", false, false},
		{"15 digits", "610104620927690", "2026-11-01", false, false},
		{"15 digits where allowed", "610104620927690", "2026-11-01", true, true},
		{"another 15 digits where allowed", "440104900101123", "2026-11-01", true, true},
		{"15 digits brought to 18", "610104196209276908", "2026-11-01", false, true},
		{"15 digits of no such date", "440104900230123", "2026-11-01", true, false},
		{"unknown area", "990426199112010074", "2026-11-01", false, false},
		{"full-width digit", "１1010519491231002X", "2026-11-01", false, false},
		{"X within", "1101051949123100X2", "2026-11-01", false, false},
		{"empty", "", "2026-11-01", true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := codes.ResidentID(tt.value, day(t, tt.today), tt.legacy); got != tt.want {
				t.Errorf("ResidentID(%q) = %v, want %v", tt.value, got, tt.want)
			}
		})
	}
}

func TestUSCC(t *testing.T) {
	for value, want := range map[string]bool{
		"91512081MA62K0260E": true, "91350100M000100Y43": true, "11440100MB2C123481": true,
		"91310115MA1G4L1WXK": false, "91512081ma62k0260e": false, "91512081MA62K0260": false, "91512081MA62K0260E1": false,
		"9151208IMA62K0260E": false, "": false, "９1512081MA62K0260E": false,
	} {
		if got := codes.USCC(value); got != want {
			t.Errorf("USCC(%q) = %v, want %v", value, got, want)
		}
	}
}

func TestMobileCN(t *testing.T) {
	tests := []struct {
		value         string
		plain, prefix bool
	}{
		{"13800138000", true, true},
		{"19900000000", true, true},
		{"12800138000", false, false},
		{"1380013800", false, false},
		{"138001380000", false, false},
		{"+8613800138000", false, true},
		{"+86 13800138000", false, true},
		{"+86-13800138000", false, true},
		{"+86  13800138000", false, false},
		{"8613800138000", false, false},
		{"13800138000\n", false, false},
	}
	for _, tt := range tests {
		if got := codes.MobileCN(tt.value, false); got != tt.plain {
			t.Errorf("MobileCN(%q) = %v, want %v", tt.value, got, tt.plain)
		}
		if got := codes.MobileCN(tt.value, true); got != tt.prefix {
			t.Errorf("MobileCN(%q) with a country code = %v, want %v", tt.value, got, tt.prefix)
		}
	}
}

func TestTablesKnowTheirTime(t *testing.T) {
	at := map[string]map[string]bool{}
	for _, on := range []string{"1990-06-01", "2004-06-01", "2013-06-01", "2026-11-01"} {
		at[on] = map[string]bool{}
		for _, c := range codes.Tables()[0].At(day(t, on)) {
			at[on][c] = true
		}
	}
	tests := []struct {
		name, code string
		valid      []string
	}{
		{"Yuexiu stands throughout", "440104", []string{"1990-06-01", "2004-06-01", "2013-06-01", "2026-11-01"}},
		{"Dongshan ended in 2005", "440102", []string{"1990-06-01", "2004-06-01"}},
		{"Luogang lasted from 2005 to 2014", "440116", []string{"2013-06-01"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := map[string]bool{}
			for _, on := range tt.valid {
				want[on] = true
			}
			for on, valid := range at {
				if valid[tt.code] != want[on] {
					t.Errorf("%s valid on %s: %v, want %v", tt.code, on, valid[tt.code], want[on])
				}
			}
		})
	}
}

func TestTablesAreSound(t *testing.T) {
	for _, table := range codes.Tables() {
		seen := map[string]bool{}
		for _, c := range table.Codes {
			if c.Code == "" || c.Name == "" {
				t.Errorf("table %s: entry %+v lacks its code or name", table.Name, c)
			}
			if c.From != "" && c.To != "" && c.From > c.To {
				t.Errorf("table %s: %s begins %s after its end %s", table.Name, c.Code, c.From, c.To)
			}
			if seen[c.Code+c.From] {
				t.Errorf("table %s: %s from %q stands twice", table.Name, c.Code, c.From)
			}
			seen[c.Code+c.From] = true
		}
		if table.Title.IsZero() {
			t.Errorf("table %s has no title", table.Name)
		}
	}
}
