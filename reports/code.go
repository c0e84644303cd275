package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"time"
)

// Code is the short code of one scored line (得分点编号), such as
// HRSS-20260302-7F3A9: the unit, the slot's first day, and a hash of dataset and
// rule. `explain` finds the line by it.
func Code(dataset, slot, rule string) string {
	unit, _, _ := strings.Cut(dataset, "/")
	sum := sha256.Sum256([]byte(dataset + "\x00" + rule))
	return strings.ToUpper(unit + "-" + strings.ReplaceAll(slot, "-", "") + "-" + hex.EncodeToString(sum[:3])[:5])
}

var codeForm = regexp.MustCompile(`^([A-Z0-9-]+)-([0-9]{8})-[0-9A-F]{5}$`)

// ParseCode returns the unit and slot that a code names; false where it has not
// the form of one.
func ParseCode(code string) (unit, slot string, ok bool) {
	m := codeForm.FindStringSubmatch(strings.ToUpper(code))
	if m == nil {
		return "", "", false
	}
	day, err := time.Parse("20060102", m[2])
	if err != nil {
		return "", "", false
	}
	return strings.ToLower(m[1]), day.Format(time.DateOnly), true
}
