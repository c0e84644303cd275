package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"time"
)

// Code is the code of one scored line (得分点编号), such as
// HRSS-20260302-7F3A91C4: the unit, the slot's first day, and a hash of dataset and
// rule. `explain` finds the line by it.
func Code(dataset, slot, rule string) string { return code(dataset, slot, rule) }

// PeriodCode is the code of the same line in a longer period's workbook, by the
// period's name, such as HRSS-202603-7F3A91C4, HRSS-2026Q1-7F3A91C4 or HRSS-2026-7F3A91C4.
// `explain` leads from it to the codes of the period's slots.
func PeriodCode(dataset, period, rule string) string { return code(dataset, period, rule) }

func code(dataset, of, rule string) string {
	unit, _, _ := strings.Cut(dataset, "/")
	sum := sha256.Sum256([]byte(dataset + "\x00" + rule))
	return strings.ToUpper(unit + "-" + PeriodTag(of) + "-" + hex.EncodeToString(sum[:4]))
}

// PeriodTag is how a day or a period is written in a code: its name without dashes,
// in capitals.
func PeriodTag(name string) string { return strings.ToUpper(strings.ReplaceAll(name, "-", "")) }

var (
	codeForm   = regexp.MustCompile(`^([A-Z0-9-]+)-([0-9]{8})-[0-9A-F]{8}$`)
	periodForm = regexp.MustCompile(`^([A-Z0-9-]+)-([^-]+)-[0-9A-F]{8}$`)
)

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

// ParsePeriodCode returns the unit that a period's code names, and the tag of the
// period; false where it has not the form of one.
func ParsePeriodCode(code string) (unit, tag string, ok bool) {
	m := periodForm.FindStringSubmatch(strings.ToUpper(code))
	if m == nil {
		return "", "", false
	}
	return strings.ToLower(m[1]), m[2], true
}

// code is what a line of the edition is called.
func (e *Edition) code(s *setState, rule string) string {
	if e.now.period.Kind == DayPeriod {
		return Code(s.dataset.ID, s.slot, rule)
	}
	return PeriodCode(s.dataset.ID, e.now.period.Name, rule)
}
