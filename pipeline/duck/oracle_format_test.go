package duck_test

import (
	"encoding/csv"
	"math/big"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// oracleDivisions reads the code table from its file.
var oracleDivisions = sync.OnceValues(func() (map[string]bool, error) {
	f, err := os.Open("../../rules/codes/tables/gbt2260.csv")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	set := map[string]bool{"810000": true, "820000": true, "830000": true}
	for _, r := range records[1:] {
		set[r[0]] = true
	}
	return set, nil
})

func divisions(t failer) map[string]bool {
	t.Helper()
	set, err := oracleDivisions()
	if err != nil {
		t.Fatalf("code table: %v", err)
	}
	return set
}

var (
	residentForm = regexp.MustCompile(`^\d{17}[\dX]$`)
	legacyForm   = regexp.MustCompile(`^\d{15}$`)
)

// oracleResident is ISO 7064 MOD 11-2 as the standard words it: the number, its
// check character worth 0 to 10, is congruent 1 where position i weighs 2^(i-1).
func oracleResident(s string, areas map[string]bool, cutoff time.Time, legacy bool) bool {
	born := ""
	switch {
	case residentForm.MatchString(s):
		sum := new(big.Int)
		for _, c := range s {
			digit := int64(strings.IndexRune("0123456789X", c))
			sum.Add(sum.Lsh(sum, 1), big.NewInt(digit))
		}
		if sum.Mod(sum, big.NewInt(11)).Int64() != 1 {
			return false
		}
		born = s[6:14]
	case legacy && legacyForm.MatchString(s):
		born = "19" + s[6:12]
	default:
		return false
	}
	day, ok := calendarDay(atoi(born[:4]), atoi(born[4:6]), atoi(born[6:]), 0, 0, 0, 0)
	return ok && areas[s[:6]] && !day.After(wallClock(cutoff, cutoff.Location()))
}

// oracleUSCC sums all 18 characters, the check character weighing 1, to a
// multiple of 31.
func oracleUSCC(s string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	sum, weight := 0, 1
	for i := range len(s) {
		v := strings.IndexByte(alphabet, s[i])
		if v < 0 || len(s) != 18 {
			return false
		}
		if i == 17 {
			weight = 1
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return len(s) == 18 && sum%31 == 0
}

func oracleMobile(s string, country bool) bool {
	if country && strings.HasPrefix(s, "+86") {
		s = s[3:]
		if s != "" && (s[0] == '-' || s[0] == ' ') {
			s = s[1:]
		}
	}
	return len(s) == 11 && s[0] == '1' && s[1] >= '3' && digits(s)
}

func TestOracleKnowsTheVectors(t *testing.T) {
	areas := divisions(t)
	cutoff := time.Date(2026, 11, 1, 0, 0, 0, 0, shanghai(t))
	for value, want := range map[string]bool{
		"11010519491231002X": true, "440524188001010014": true, "830000199201300022": true,
		"440102194912310019": true, "440116201003070012": true,
		"440104199001011238": false, "440106198502290012": false, "610104620927690": false,
	} {
		if got := oracleResident(value, areas, cutoff, false); got != want {
			t.Errorf("resident ID %s: %v, want %v", value, got, want)
		}
	}
	for value, want := range map[string]bool{
		"91512081MA62K0260E": true, "91350100M000100Y43": true, "11440100MB2C123481": true, "91310115MA1G4L1WXK": false,
	} {
		if got := oracleUSCC(value); got != want {
			t.Errorf("USCC %s: %v, want %v", value, got, want)
		}
	}
}
