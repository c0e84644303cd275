package codes

import (
	"fmt"
	"strings"

	"cdoscore/rules"
)

// usccAlphabet is 0-9 and A-Z without I, O, S, V and Z, in order of value.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// usccWeights are 3^(i-1) mod 31.
var usccWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

var usccForm = newForm(`[` + usccAlphabet + `]{18}`)

func usccFormat() Format {
	return Format{
		Name: "uscc", Clause: "GB 32100-2015",
		Text: rules.Text{ZhHans: "统一社会信用代码：18 位数字或大写字母（不含 I、O、S、V、Z），末位为校验码", ZhHant: "統一社會信用代碼：18 位數字或大寫字母（不含 I、O、S、V、Z），末位為校驗碼", En: "unified social credit code: 18 digits or capital letters without I, O, S, V and Z, the last of which checks the others"},
		Read: plain(USCC, USCCSQL),
	}
}

// USCC reports whether s is a valid unified social credit code (GB 32100-2015):
// 18 characters of the alphabet, the last one the check character.
func USCC(s string) bool {
	if len(s) != 18 {
		return false
	}
	sum := 0
	for i := range len(s) {
		v := strings.IndexByte(usccAlphabet, s[i])
		if v < 0 {
			return false
		}
		if i < 17 {
			sum += v * usccWeights[i]
		}
	}
	return s[17] == usccAlphabet[(31-sum%31)%31]
}

// USCCSQL returns SQL with the verdict of USCC on x.
func USCCSQL(b rules.Builder, x string) string {
	sum := make([]string, len(usccWeights))
	for i, w := range usccWeights {
		sum[i] = fmt.Sprintf("(strpos('%s', substr(%s, %d, 1)) - 1) * %d", usccAlphabet, x, i+1, w)
	}
	return guarded(usccForm.sql(b, x), fmt.Sprintf("right(%[1]s, 1) = substr('%[2]s', 1 + CAST((31 - (%[3]s) %% 31) %% 31 AS INTEGER), 1)", x, usccAlphabet, strings.Join(sum, " + ")))
}
