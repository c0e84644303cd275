package codes

import (
	"fmt"
	"strings"

	"cdoscore/rules"
)

const (
	atom = `[A-Za-z0-9!#$%&'*+/=?^_\x60{|}~-]+`
	// domainPattern is two labels or more of at most 63 characters, the last of which
	// begins with a letter, so that no number is taken for a name.
	domainPattern = `([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?[.])+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]`
	// longestAddress and longestLocal are RFC 5321's, in octets.
	longestAddress = 254
	longestLocal   = 64
)

var emailForm = newForm(atom + `([.]` + atom + `)*@` + domainPattern)

func emailFormat() Format {
	return Format{
		Name: "email", Clause: "RFC 5321",
		Text: rules.Text{ZhHans: "电子邮箱：用户名@域名，仅限 ASCII 字符，全长不超过 254", ZhHant: "電子郵箱：用戶名@域名，僅限 ASCII 字元，全長不超過 254", En: "e-mail address: name@domain in ASCII, without quotes, 254 characters at most"},
		Read: plain(Email, EmailSQL),
	}
}

// Email reports whether s is a mail address in its plain form: atoms with dots
// between, and the name of a domain.
func Email(s string) bool {
	return len(s) <= longestAddress && strings.IndexByte(s, '@') <= longestLocal && emailForm.matches(s)
}

// EmailSQL returns SQL with the verdict of Email on x.
func EmailSQL(b rules.Builder, x string) string {
	return guarded(emailForm.sql(b, x), fmt.Sprintf("(strlen(%[1]s) <= %[2]d AND strpos(%[1]s, '@') <= %[3]d)", x, longestAddress, longestLocal+1))
}
