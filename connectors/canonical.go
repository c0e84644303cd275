package connectors

import (
	"math"
	"strconv"
	"strings"
)

// maxExponent bounds how far PlainDecimal writes out a power of ten: a float64
// needs 324, a decimal of any engine here fewer.
const maxExponent = 400

// PlainDecimal rewrites a decimal number without an exponent and keeps every
// digit as it stands: 1.1E+2 is 110, 1.10 stays 1.10, 5e-3 is 0.005. It reports
// false for anything else than an optional sign, digits, an optional fraction
// and an optional exponent, and for exponents beyond 400.
func PlainDecimal(text string) (string, bool) {
	mantissa, exponent, ok := splitExponent(text)
	if !ok {
		return "", false
	}
	sign := ""
	if strings.HasPrefix(mantissa, "-") || strings.HasPrefix(mantissa, "+") {
		sign, mantissa = strings.TrimPrefix(mantissa[:1], "+"), mantissa[1:]
	}
	whole, fraction, dotted := strings.Cut(mantissa, ".")
	if !digits(whole) || !digits(fraction) || whole+fraction == "" || dotted && fraction == "" && whole == "" {
		return "", false
	}
	if exponent == 0 && whole != "" && (fraction != "" || !dotted) {
		return sign + mantissa, true
	}
	return sign + shift(whole, fraction, exponent), true
}

// PlainFloat writes a float64 as the shortest plain decimal that reads back as
// the same number; NaN, Infinity and -Infinity by those names.
func PlainFloat(f float64, bits int) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	}
	return strconv.FormatFloat(f, 'f', -1, bits)
}

func splitExponent(text string) (mantissa string, exponent int, ok bool) {
	e := strings.IndexAny(text, "eE")
	if e < 0 {
		return text, 0, true
	}
	power := strings.TrimPrefix(text[e+1:], "+")
	if !digits(strings.TrimPrefix(power, "-")) {
		return "", 0, false
	}
	exponent, err := strconv.Atoi(power)
	if err != nil || exponent > maxExponent || exponent < -maxExponent {
		return "", 0, false
	}
	return text[:e], exponent, true
}

// shift moves the decimal point of whole.fraction by exponent places.
func shift(whole, fraction string, exponent int) string {
	all, point := whole+fraction, len(whole)+exponent
	if point <= 0 {
		all, point = strings.Repeat("0", 1-point)+all, 1
	}
	if point >= len(all) {
		return trimZeros(all + strings.Repeat("0", point-len(all)))
	}
	return trimZeros(all[:point]) + "." + all[point:]
}

func trimZeros(whole string) string {
	if t := strings.TrimLeft(whole, "0"); t != "" {
		return t
	}
	return "0"
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
