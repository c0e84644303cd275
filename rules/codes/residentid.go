package codes

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"cdoscore/rules"
)

var residentWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const residentChecks = "10X98765432"

func residentIDFormat() Format {
	return Format{
		Name: "resident_id", Clause: "GB 11643",
		Text: rules.Text{ZhHans: "居民身份证号码：18 位，校验码正确，出生日期真实且不晚于数据截止时间，地址码曾经有效", ZhHant: "居民身份證號碼：18 位，校驗碼正確，出生日期真實且不晚於數據截止時間，地址碼曾經有效", En: "resident ID: 18 characters with the right check character, a real date of birth not after the cut-off, and an area code that was valid at any time"},
		Options: []rules.Option{{Name: "legacy", Type: "true or false", Default: "false", Text: rules.Text{
			ZhHans: "是否允许 15 位旧号码", ZhHant: "是否允許 15 位舊號碼", En: "whether the 15 digits of before 1999 are allowed"}}},
		Read: readResidentID,
	}
}

func readResidentID(r *rules.Reader) (Validator, bool) {
	before := r.Diags().Len()
	legacy := r.Bool("legacy", false)
	return Validator{
		Options: []any{legacy},
		Valid:   func(s string, cutoff time.Time) bool { return ResidentID(s, cutoff, legacy) },
		SQL:     func(b rules.Builder, x string) string { return ResidentIDSQL(b, x, legacy) },
	}, r.Diags().Len() == before
}

// ResidentID reports whether s is a valid 18-digit resident ID (GB 11643): 17
// digits and a check character, an area code that was valid at any time, and a
// real date of birth that is not after today. With legacy the 15-digit form of
// before 1999, whose century is 19, is accepted too.
func ResidentID(s string, today time.Time, legacy bool) bool {
	if legacy && len(s) == 15 && allDigits(s) {
		return isDivision(s[:6]) && isBirth("19"+s[6:12], today)
	}
	if len(s) != 18 || !allDigits(s[:17]) {
		return false
	}
	sum := 0
	for i, w := range residentWeights {
		sum += int(s[i]-'0') * w
	}
	return s[17] == residentChecks[sum%11] && isDivision(s[:6]) && isBirth(s[6:14], today)
}

// ResidentIDSQL returns SQL with the verdict of ResidentID on x, at the cut-off.
func ResidentIDSQL(b rules.Builder, x string, legacy bool) string {
	area := b.Let(b.Member(fmt.Sprintf("substr(%s, 1, 6)", x), Divisions()))
	number := b.Let(fmt.Sprintf("TRY_CAST(substr(%s, 1, 17) AS BIGINT)", x))
	var sum []string
	unit := int64(1)
	for i := len(residentWeights) - 1; i >= 0; i-- {
		sum = append(sum, fmt.Sprintf("%s // %d %% 10 * %d", number, unit, residentWeights[i]))
		unit *= 10
	}
	check := fmt.Sprintf("substr('%s', 1 + CAST((%s) %% 11 AS INTEGER), 1)", residentChecks, strings.Join(sum, " + "))
	checked := fmt.Sprintf("regexp_full_match(%[1]s, '[0-9]{17}[0-9X]') AND right(%[1]s, 1) = %[2]s", x, check)
	if !legacy {
		return fmt.Sprintf("(%s AND %s AND %s)", checked, area, birthSQL(fmt.Sprintf("substr(%s, 7, 8)", x), b.Cutoff()))
	}
	born := b.Let(fmt.Sprintf("CASE WHEN strlen(%[1]s) = 15 THEN '19' || substr(%[1]s, 7, 6) ELSE substr(%[1]s, 7, 8) END", x))
	return fmt.Sprintf("((%s OR regexp_full_match(%s, '[0-9]{15}')) AND %s AND %s)", checked, x, area, birthSQL(born, b.Cutoff()))
}

// birthSQL is true where eight digits are a real date not after today.
func birthSQL(digits, today string) string {
	return fmt.Sprintf("coalesce(TRY_CAST(substr(%[1]s, 1, 4) || '-' || substr(%[1]s, 5, 2) || '-' || substr(%[1]s, 7, 2) AS DATE) <= %[2]s, false)",
		"("+digits+")", today)
}

func isBirth(digits string, today time.Time) bool {
	day, err := time.ParseInLocation("20060102", digits, today.Location())
	return err == nil && !day.After(today)
}

var divisionSet = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, c := range Divisions() {
		set[c] = true
	}
	return set
})

func isDivision(code string) bool { return divisionSet()[code] }

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
