package duck_test

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"
)

// Values of a known form are drawn valid, with check digits computed here by the
// standards' own rules, and then mostly spoilt by one change or two.

var validValues = map[string]func(*rapid.T) string{
	"resident_id": func(t *rapid.T) string {
		s := residentNumber(t, rapid.IntRange(1899, 2027).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 31).Draw(t, "day"))
		if rapid.IntRange(0, 3).Draw(t, "old") == 0 {
			return s[:6] + s[8:17]
		}
		return s
	},
	"uscc":            creditCode,
	"org_code":        drawOrgCode,
	"business_reg_no": drawBusinessRegNo,
	"bank_card":       drawBankCard,
	"mobile_cn":       pieces([]string{"", "+86", "+86 ", "+86-"}, []string{"1"}, []string{"3", "5", "9"}, digitsOf(9)),
	"landline_cn":     pieces([]string{"", "+86", "+86-", "+86 "}, []string{"0", ""}, []string{"20", "10", "755", "760", "26"}, []string{"-", ""}, []string{"2", "8"}, digitsOf(6), digitsOf(1)),
	"plate_cn":        pieces([]string{"粤", "京", "新", "港"}, []string{"A", "B", "Z"}, []string{"D", "F", "A", "9", ""}, []string{"1", "F", "Q"}, digitsOf(3), []string{"", "7", "D", "挂", "澳", "12"}),
	"postcode_cn":     pieces([]string{"5", "0", "9", "1"}, digitsOf(5)),
	"email":           pieces([]string{"a", "a.b", "o'neil+x", strings.Repeat("x", 64), strings.Repeat("x", 65)}, []string{"@"}, []string{"gz", "a-b", strings.Repeat("y", 63), strings.Repeat("y.", 95) + "y"}, []string{"."}, []string{"cn", "gov.cn", "c0"}),
	"url":             pieces([]string{"http", "https", "HTTPS"}, []string{"://"}, []string{"gz.gov.cn", "10.0.0.255", "a.b"}, []string{"", ":80", ":65535", ":65536"}, []string{"", "/", "/a/%E7%A9%97", "/a/b/"}, []string{"", "?a=b&c=%20"}, []string{"", "#x"}),
	"ipv4":            pieces([]string{"0", "10", "255", "256"}, []string{"."}, []string{"1", "99", "100"}, []string{"."}, []string{"249", "250", "00"}, []string{"."}, []string{"0", "25", "254"}),
	"longitude":       drawLongitude,
	"latitude":        drawLatitude,
	"coordinates": func(t *rapid.T) string {
		parts := []string{drawLatitude(t), drawLongitude(t)}
		if rapid.Bool().Draw(t, "longitude first") {
			parts[0], parts[1] = parts[1], parts[0]
		}
		return parts[0] + rapid.SampledFrom([]string{",", ", ", "，"}).Draw(t, "comma") + parts[1]
	},
}

// pieces draws one of each list in turn.
func pieces(lists ...[]string) func(*rapid.T) string {
	return func(t *rapid.T) string {
		var b strings.Builder
		for _, list := range lists {
			s := rapid.SampledFrom(list).Draw(t, "piece")
			for strings.Contains(s, "#digit#") {
				s = strings.Replace(s, "#digit#", fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "digit")), 1)
			}
			b.WriteString(s)
		}
		return b.String()
	}
}

func digitsOf(n int) []string { return []string{strings.Repeat("#digit#", n)} }

var drawLongitude = pieces([]string{"", "-", "+"}, []string{"113", "112.95", "114.05", "114.05000000000000001", "180", "179.9", "7"}, []string{"", "0", ".264385", ".26438500000000001"})
var drawLatitude = pieces([]string{"", "-", "+"}, []string{"23", "22.43", "23.93", "22.42999999999999999", "90", "89.9", "7"}, []string{"", "0", ".12911", ".12911000000000001"})

func drawOrgCode(t *rapid.T) string {
	const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	s, sum := "", 0
	for _, w := range []int{3, 7, 9, 10, 5, 8, 4, 2} {
		v := rapid.IntRange(0, 35).Draw(t, "character")
		s += alphabet[v : v+1]
		sum += v * w
	}
	hyphen := rapid.SampledFrom([]string{"", "", "-"}).Draw(t, "hyphen")
	switch check := 11 - sum%11; check {
	case 10:
		return s + hyphen + "X"
	case 11:
		return s + hyphen + "0"
	default:
		return s + hyphen + fmt.Sprint(check)
	}
}

// drawBusinessRegNo finds the check digit by trying: the sum of MOD 11,10 over all
// 15 digits is 1.
func drawBusinessRegNo(t *rapid.T) string {
	body := rapid.StringMatching(`[0-9]{14}`).Draw(t, "body")
	for check := range 10 {
		p := 10
		for _, c := range body {
			s := (p + int(c-'0')) % 10
			if s == 0 {
				s = 10
			}
			p = 2 * s % 11
		}
		if (p+check)%10 == 1 {
			return body + fmt.Sprint(check)
		}
	}
	return body
}

// drawBankCard completes Luhn's sum by the digit that doubles to no carry: the last.
func drawBankCard(t *rapid.T) string {
	body := rapid.StringMatching(`[0-9]{8,20}`).Draw(t, "body")
	doubled := []int{0, 2, 4, 6, 8, 1, 3, 5, 7, 9}
	sum := 0
	for i := range len(body) {
		d := int(body[len(body)-1-i] - '0')
		if i%2 == 0 {
			d = doubled[d]
		}
		sum += d
	}
	return body + fmt.Sprint((10-sum%10)%10)
}

// junk is what a slip of hand, a faulty export or an attack puts into a value.
var junk = []string{"\x00", "\n", "\r\n", " ", "　", "０", "９", "Ａ", "٣", "😀", "é", "e\u0301", "\ufffd", "\u200b", "\ufeff", "'", `"`, `\`, "%", "-", "+", ".", ",", ":", "/", "@", "#", "I", "O", "x", "X", "z", "0", "9", "粤", strings.Repeat("7", 3000)}

// nearly spoils a value: none, one or two changes at drawn places.
func nearly(t *rapid.T, s string) string {
	for range rapid.SampledFrom([]int{0, 0, 0, 1, 1, 2}).Draw(t, "changes") {
		runes := []rune(s)
		at := rapid.IntRange(0, len(runes)).Draw(t, "at")
		before, after := string(runes[:at]), string(runes[at:])
		switch rapid.IntRange(0, 4).Draw(t, "change") {
		case 0:
			s = before + rapid.SampledFrom(junk).Draw(t, "put in") + after
		case 1:
			s = before + string([]rune(after)[min(1, len([]rune(after))):])
		case 2:
			s = before + rapid.SampledFrom(junk).Draw(t, "put over") + string([]rune(after)[min(1, len([]rune(after))):])
		case 3:
			s = before
		case 4:
			s = before + wide(after)
		}
	}
	return s
}
