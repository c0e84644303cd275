package codes

import (
	"fmt"
	"strings"

	"cdoscore/rules"
)

const (
	orgAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	orgChecks   = "0X987654321" // of Σ mod 11: 11 − it, where 10 is X and 11 is 0
)

var (
	orgWeights    = [8]int{3, 7, 9, 10, 5, 8, 4, 2}
	orgForm       = newForm(`[0-9A-Z]{8}[0-9X]`)
	orgHyphenForm = newForm(`[0-9A-Z]{8}-?[0-9X]`)
)

func orgCodeFormat() Format {
	return Format{
		Name: "org_code", Clause: "GB 11714",
		Text: rules.Text{ZhHans: "组织机构代码：8 位数字或大写字母加校验码", ZhHant: "組織機構代碼：8 位數字或大寫字母加校驗碼", En: "organisation code: eight digits or capital letters, and the check character"},
		Options: []rules.Option{{Name: "hyphen", Type: "true or false", Default: "false", Text: rules.Text{
			ZhHans: "校验码前是否允许连字符", ZhHant: "校驗碼前是否允許連字符", En: "whether a hyphen may stand before the check character"}}},
		Read: switched("hyphen", OrgCode, OrgCodeSQL),
	}
}

// OrgCode reports whether s is a valid organisation code (GB 11714): eight
// characters, where A is worth 10 and Z 35, and a check character. With hyphen,
// one may stand before the check character, as codes are printed.
func OrgCode(s string, hyphen bool) bool {
	if hyphen && len(s) == 10 && s[8] == '-' {
		s = s[:8] + s[9:]
	}
	if len(s) != 9 {
		return false
	}
	sum := 0
	for i, w := range orgWeights {
		v := strings.IndexByte(orgAlphabet, s[i])
		if v < 0 {
			return false
		}
		sum += v * w
	}
	return s[8] == orgChecks[sum%11]
}

// OrgCodeSQL returns SQL with the verdict of OrgCode on x.
func OrgCodeSQL(b rules.Builder, x string, hyphen bool) string {
	has := orgForm
	if hyphen {
		has = orgHyphenForm
	}
	sum := make([]string, len(orgWeights))
	for i, w := range orgWeights {
		sum[i] = fmt.Sprintf("(strpos('%s', substr(%s, %d, 1)) - 1) * %d", orgAlphabet, x, i+1, w)
	}
	return guarded(has.sql(b, x), fmt.Sprintf("right(%s, 1) = substr('%s', 1 + CAST((%s) %% 11 AS INTEGER), 1)", x, orgChecks, strings.Join(sum, " + ")))
}
