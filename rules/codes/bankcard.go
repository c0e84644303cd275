package codes

import (
	"fmt"
	"strings"

	"cdoscore/rules"
)

// bankCardForm is of a card number at its shortest and longest: what banks in
// China issue has 13 to 19 digits, but the number is international.
var bankCardForm = newForm(`[0-9]{10,19}`)

func bankCardFormat() Format {
	return Format{
		Name: "bank_card", Clause: "ISO/IEC 7812-1, Luhn",
		Text: rules.Text{ZhHans: "银行卡号：10 至 19 位数字，末位为校验码（Luhn）；只收国内卡时另用 length 限定位数", ZhHant: "銀行卡號：10 至 19 位數字，末位為校驗碼（Luhn）；只收境內卡時另用 length 限定位數", En: "card number: 10 to 19 digits, the last of which checks the others (Luhn); a `length` beside it narrows the number of digits"},
		Read: plain(BankCard, BankCardSQL),
	}
}

// BankCard reports whether s is a card number: 10 to 19 digits that pass Luhn's
// check. The length of a card varies by its issuer.
func BankCard(s string) bool {
	if len(s) < 10 || len(s) > 19 || !allDigits(s) {
		return false
	}
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// BankCardSQL returns SQL with the verdict of BankCard on x. Digits that a short
// number lacks are zeros, which add nothing; 11 d // 5 has the last digit of the
// digit sum of 2 d.
func BankCardSQL(b rules.Builder, x string) string {
	number := numberSQL(b, bankCardForm, x)
	var sum []string
	for place := range 19 {
		term := digitSQL(number, place)
		if place%2 == 1 {
			term += " * 11 // 5"
		}
		sum = append(sum, term)
	}
	return fmt.Sprintf("((%s) %% 10 = 0)", strings.Join(sum, " + "))
}
