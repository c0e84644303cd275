package codes

import (
	"fmt"
	"strings"

	"cdoscore/rules"
)

const (
	atom = `[A-Za-z0-9!#$%&'*+/=?^_\x60{|}~-]+`
	// domainPattern is two labels or more, without a hyphen at an end of any; the last
	// begins with a letter, so that no number is taken for a name.
	domainPattern = `([A-Za-z0-9](-*[A-Za-z0-9])*[.])+[A-Za-z](-*[A-Za-z0-9])+`
	// longLabel is a label of more than 63 characters, which a repetition would make
	// the pattern above hundreds of times as large to check.
	longLabel = `[A-Za-z0-9-]{64}`
	// longestAddress and longestLocal are RFC 5321's, in octets.
	longestAddress = 254
	longestLocal   = 64
)

const (
	emailPattern   = atom + `([.]` + atom + `)*@` + domainPattern
	emailLongLabel = `@[A-Za-z0-9.-]*` + longLabel
)

func emailFormat() Format {
	return Format{
		Name: "email", Clause: "RFC 5321",
		Text: rules.Text{ZhHans: "电子邮箱：用户名@域名，仅限 ASCII 字符，全长不超过 254", ZhHant: "電子郵箱：用戶名@域名，僅限 ASCII 字元，全長不超過 254", En: "e-mail address: name@domain in ASCII, without quotes, 254 characters at most"},
		Read: plain(Email, EmailSQL),
	}
}

// Email reports whether s is a mail address in its plain form: atoms with dots
// between, and the name of a domain. It reads what the pattern says character by
// character, since Go's expressions take microseconds for it.
func Email(s string) bool {
	at := strings.IndexByte(s, '@')
	if len(s) > longestAddress || at < 1 || at > longestLocal {
		return false
	}
	for atom := range strings.SplitSeq(s[:at], ".") {
		if atom == "" || strings.ContainsFunc(atom, func(c rune) bool { return !alphanumeric(c) && !strings.ContainsRune("!#$%&'*+/=?^_`{|}~-", c) }) {
			return false
		}
	}
	return isDomain(s[at+1:])
}

// isDomain judges what domainPattern and longLabel do.
func isDomain(s string) bool {
	labels := strings.Split(s, ".")
	last := labels[len(labels)-1]
	for _, label := range labels {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.ContainsFunc(label, func(c rune) bool { return !alphanumeric(c) && c != '-' }) {
			return false
		}
	}
	return len(labels) > 1 && len(last) > 1 && (last[0] < '0' || last[0] > '9')
}

func alphanumeric(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// EmailSQL returns SQL with the verdict of Email on x.
func EmailSQL(b rules.Builder, x string) string {
	return guarded(b.Matches(x, emailPattern), fmt.Sprintf("(strlen(%[1]s) < 64 OR (strlen(%[1]s) <= %[2]d AND strpos(%[1]s, '@') <= %[3]d AND NOT %[4]s))",
		x, longestAddress, longestLocal+1, b.Finds(x, emailLongLabel)))
}
