package codes

import (
	"fmt"
	"regexp"

	"cdoscore/rules"
)

const (
	portPattern = `(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})`
	urlPath     = `([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*`
	urlQuery    = `([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*`
)

var (
	urlLongLabel = regexp.MustCompile(`\A[A-Za-z]+://[A-Za-z0-9.-]*` + longLabel)
	urlForm      = newForm(`[Hh][Tt][Tt][Pp][Ss]?://(` + domainPattern + `|` + ipv4Pattern + `)(:` + portPattern + `)?(/` + urlPath + `)?([?]` + urlQuery + `)?(#` + urlQuery + `)?`)
)

func urlFormat() Format {
	return Format{
		Name: "url", Clause: "RFC 3986",
		Text: rules.Text{ZhHans: "网址：以 http:// 或 https:// 开头，主机为域名或 IPv4 地址；非 ASCII 字符须经百分号编码，不得含用户名口令", ZhHant: "網址：以 http:// 或 https:// 開頭，主機為域名或 IPv4 位址；非 ASCII 字元須經百分號編碼，不得含用戶名口令", En: "http or https address with a domain name or an IPv4 address; other characters than ASCII are percent-encoded; no user name or password"},
		Read: plain(URL, URLSQL),
	}
}

// URL reports whether s is an absolute http or https address as RFC 3986 writes
// it, without user information.
func URL(s string) bool {
	return urlForm.matches(s) && (len(s) < 64 || !urlLongLabel.MatchString(s))
}

// URLSQL returns SQL with the verdict of URL on x.
func URLSQL(b rules.Builder, x string) string {
	return guarded(urlForm.sql(b, x), fmt.Sprintf("(strlen(%s) < 64 OR NOT %s)", x, b.Finds(x, urlLongLabel.String())))
}
