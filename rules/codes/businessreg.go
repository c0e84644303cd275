package codes

import (
	"fmt"
	"strings"

	"cdoscore/rules"
)

var businessRegForm = newForm(`[0-9]{15}`)

func businessRegNoFormat() Format {
	return Format{
		Name: "business_reg_no", Clause: "ISO/IEC 7064, MOD 11,10",
		Text: rules.Text{ZhHans: "工商注册号：15 位数字，末位为校验码", ZhHant: "工商註冊號：15 位數字，末位為校驗碼", En: "business registration number: 15 digits, the last of which checks the others"},
		Read: plain(BusinessRegNo, BusinessRegNoSQL),
	}
}

// BusinessRegNo reports whether s is a business registration number: 15 digits
// whose last is the check digit of ISO/IEC 7064, MOD 11,10.
func BusinessRegNo(s string) bool {
	if len(s) != 15 || !allDigits(s) {
		return false
	}
	product := 10
	for i := range 14 {
		sum := (product + int(s[i]-'0')) % 10
		if sum == 0 {
			sum = 10
		}
		product = sum * 2 % 11
	}
	return (product+int(s[14]-'0'))%10 == 1
}

// BusinessRegNoSQL returns SQL with the verdict of BusinessRegNo on x. Adding 9
// before the remainder, and 1 after, leaves 10 where the remainder was 0.
func BusinessRegNoSQL(b rules.Builder, x string) string {
	number := numberSQL(b, businessRegForm, x)
	product := "10"
	for i := range 14 {
		product = fmt.Sprintf("((%s + %s + 9) %% 10 + 1) * 2 %% 11", product, digitSQL(number, 14-i))
	}
	return fmt.Sprintf("((%s + %s) %% 10 = 1)", product, digitSQL(number, 0))
}

// numberSQL reads a text of at most 19 digits as a number, once a row; NULL where
// the text has not the form.
func numberSQL(b rules.Builder, has form, x string) string {
	return b.Let(fmt.Sprintf("CASE WHEN %s THEN CAST(%s AS UBIGINT) END", has.sql(b, x), x))
}

// digitSQL is a digit of a number; place 0 is the last.
func digitSQL(number string, place int) string {
	return fmt.Sprintf("%s // 1%s %% 10", number, strings.Repeat("0", place))
}
