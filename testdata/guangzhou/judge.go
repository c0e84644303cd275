package guangzhou

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// valueRules returns the checks that a field's keys imply, by kind.
func valueRules(f field) map[string]func(record) bool {
	out := map[string]func(record) bool{"type": func(r record) bool { return r.isTyped(f) }}
	if f.Pattern != "" {
		form := regexp.MustCompile("^(?:" + f.Pattern + ")$")
		out["pattern"] = func(r record) bool { return form.MatchString(r.raw(f.Name)) }
	}
	if f.Length != nil {
		out["length"] = func(r record) bool { return f.Length.holdCount(utf8.RuneCountInString(r.raw(f.Name))) }
	}
	if f.Range != nil {
		out["range"] = func(r record) bool { return r.inRange(f) }
	}
	if len(f.In) > 0 {
		out["in"] = func(r record) bool { return r.isIn(f) }
	}
	if f.Code != "" {
		out["code"] = func(r record) bool { return codeHolds(f.Code, r.textOf(f.Name)) }
	}
	switch f.Format {
	case "resident_id":
		out["format"] = func(r record) bool { return isResidentID(r.textOf(f.Name), r.cutoff) }
	case "uscc":
		out["format"] = func(r record) bool { return isCreditCode(r.textOf(f.Name)) }
	case "mobile_cn":
		out["format"] = func(r record) bool { return mobileForm.MatchString(r.textOf(f.Name)) }
	}
	return out
}

var mobileForm = regexp.MustCompile(`^1[3-9][0-9]{9}$`)

func (r record) textOf(name string) string {
	v, _ := r.text(name)
	return v
}

func (r record) isTyped(f field) bool {
	switch {
	case isNumeric(f):
		_, ok := r.number(f.Name)
		return ok
	case f.Type == "date" || f.Type == "timestamp":
		_, ok := r.moment(f.Name)
		return ok
	case f.Type == "boolean":
		return r.textOf(f.Name) == "true" || r.textOf(f.Name) == "false"
	}
	return true
}

func (b *bounds) holdCount(n int) bool {
	low, high := 0, n
	if b.Min != nil {
		fmt.Sscan(fmt.Sprint(b.Min), &low)
	}
	if b.Max != nil {
		fmt.Sscan(fmt.Sprint(b.Max), &high)
	}
	return low <= n && n <= high
}

func (r record) inRange(f field) bool {
	b := f.Range
	return (b.Min == nil || r.stands(f.Name, ">=", b.Min)) &&
		(b.Max == nil || r.stands(f.Name, "<=", b.Max)) &&
		(b.ExclusiveMin == nil || r.stands(f.Name, ">", b.ExclusiveMin))
}

// stands reports whether a field stands in a relation to a constant; false where
// it does not convert.
func (r record) stands(name, op string, constant any) bool {
	f, _ := r.dataset.fieldNamed(name)
	if isNumeric(f) {
		limit, _ := new(big.Rat).SetString(fmt.Sprint(constant))
		v, ok := r.number(name)
		return ok && holds(v.Cmp(limit), op)
	}
	limit := r.cutoff
	if text := fmt.Sprint(constant); text != "today" {
		limit, _ = time.ParseInLocation(time.DateOnly, text, Zone)
	}
	v, ok := r.moment(name)
	return ok && holds(v.Compare(limit), op)
}

// compares reports whether two fields stand in a relation.
func (r record) compares(left, op, right string) bool {
	f, _ := r.dataset.fieldNamed(left)
	switch {
	case isNumeric(f):
		a, ok := r.number(left)
		b, good := r.number(right)
		return ok && good && holds(a.Cmp(b), op)
	case f.Type == "date" || f.Type == "timestamp":
		a, ok := r.moment(left)
		b, good := r.moment(right)
		return ok && good && holds(a.Compare(b), op)
	}
	return holds(strings.Compare(r.textOf(left), r.textOf(right)), op)
}

func holds(order int, op string) bool {
	switch op {
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	case "!=":
		return order != 0
	}
	return order == 0
}

func (r record) isIn(f field) bool {
	if !isNumeric(f) {
		return slices.Contains(texts(f.In), r.textOf(f.Name))
	}
	v, ok := r.number(f.Name)
	return ok && slices.ContainsFunc(f.In, func(allowed any) bool {
		w, _ := new(big.Rat).SetString(fmt.Sprint(allowed))
		return v.Cmp(w) == 0
	})
}

// codeHolds knows the codes that are valid on the demo's nights, as far as the
// generator uses them.
func codeHolds(table, code string) bool {
	switch table {
	case "gbt2260":
		return slices.Contains(divisions, code)
	case "sex":
		return slices.Contains([]string{"0", "1", "2", "9"}, code)
	case "ethnicity":
		return slices.Contains([]string{"01", "08", "11", "15"}, code)
	case "permit-types":
		return slices.Contains([]string{"SP01", "SP02", "WS01", "HJ01", "JZ01", "YL01"}, code)
	case "bus-routes":
		return len(code) == 4 && code >= "G001" && code <= "G036"
	}
	return false
}

var residentForm = regexp.MustCompile(`^[0-9]{17}[0-9X]$`)

// isResidentID follows GB 11643: area, date of birth, check digit.
func isResidentID(id string, cutoff time.Time) bool {
	if !residentForm.MatchString(id) || residentCheck(id[:17]) != id[17:] || !slices.Contains(birthDivisions, id[:6]) {
		return false
	}
	birth, err := time.ParseInLocation("20060102", id[6:14], Zone)
	return err == nil && birth.Before(cutoff)
}

// isCreditCode follows GB 32100.
func isCreditCode(code string) bool {
	if len(code) != 18 || strings.Trim(code, creditAlphabet) != "" {
		return false
	}
	return creditCheck(code[:17]) == code[17:]
}
