package oracle

import (
	"math/big"
	"slices"
	"time"

	"cdoscore/rules"
)

// namedAbsent is how many absent values a coverage rule's note names.
const namedAbsent = 10

// greatest adds a date field's greatest value, sentinels aside, and its rows with a
// value.
func greatest(f rules.Facts, field string, rows []Row) rules.Facts {
	f.Greatest, f.GreatestRows = map[string]time.Time{}, map[string]int64{field: 0}
	var newest time.Time
	found := false
	for _, row := range rows {
		if _, given := row.Text(field); given {
			f.GreatestRows[field]++
		}
		if at, ok := row.Typed(field).(time.Time); ok && !slices.Contains(rules.DateSentinels, at.Format(time.DateOnly)) && (!found || at.After(newest)) {
			newest, found = at, true
		}
	}
	if found {
		f.Greatest[field] = time.Date(newest.Year(), newest.Month(), newest.Day(), newest.Hour(), newest.Minute(), newest.Second(), newest.Nanosecond(), f.Cutoff.Location())
	}
	return f
}

// unbound is the note of a rule whose other dataset has no snapshot.
func unbound(dataset string) rules.Note {
	return rules.Note{Key: "reason.reference.no_snapshot", Args: []string{dataset}}
}

// unmatch takes every row out of evaluation.
func unmatch(states []State) {
	for i, s := range states {
		if s == Passed {
			states[i] = Unmatched
		}
	}
}

func reference(c rules.JoinCheck, rows []Row, states []State, other *Extract) rules.Note {
	dataset, theirs := c.Target()
	if other == nil {
		unmatch(states)
		return unbound(dataset)
	}
	known := map[string]bool{}
	for _, row := range other.rows() {
		if texts := textsOf(row, theirs); !slices.Contains(texts, "") {
			known[key(texts)] = true
		}
	}
	for i, s := range states {
		if s == Passed && !known[key(textsOf(rows[i], c.Reads()))] {
			states[i] = Failed
		}
	}
	return rules.Note{}
}

// match compares rows with those of the other dataset, one by one.
func match(c rules.MatchCheck, rows []Row, states []State, other *Extract) rules.Note {
	dataset, _ := c.Target()
	if other == nil {
		unmatch(states)
		return unbound(dataset)
	}
	on, values := c.Pairs()
	var mine, theirs []string
	for _, p := range on {
		mine, theirs = append(mine, p.Mine), append(theirs, p.Theirs)
	}
	others := other.rows()
	var absent, ambiguous, lacking int64
	for i, s := range states {
		if s != Passed {
			continue
		}
		var found []Row
		for _, o := range others {
			if slices.Equal(textsOf(o, theirs), textsOf(rows[i], mine)) {
				found = append(found, o)
			}
		}
		switch {
		case len(found) == 0:
			absent++
			states[i] = Unmatched
		case len(found) > 1:
			ambiguous++
			states[i] = Unmatched
		default:
			states[i] = compared(values, rows[i], found[0])
			if states[i] == Unmatched {
				lacking++
			}
		}
	}
	if absent+ambiguous+lacking == 0 {
		return rules.Note{}
	}
	return c.Unmatched(absent, ambiguous, lacking)
}

// compared is Unmatched where a value is missing on the other side.
func compared(values []rules.Pair, row, other Row) State {
	state := Passed
	for _, p := range values {
		equal, known := SameValue(row, p.Mine, other, p.Theirs)
		if !known {
			return Unmatched
		}
		if !equal {
			state = Failed
		}
	}
	return state
}

// SameValue compares a field of a row with one of another row, by type where both
// fields declare one of a kind, else by text. known is false where the other has no
// value to compare with.
func SameValue(row Row, mine string, other Row, theirs string) (equal, known bool) {
	a, b := row.Field(mine).Type, other.Field(theirs).Type
	if a.IsNumeric() && b.IsNumeric() || a.IsTemporal() && b.IsTemporal() || a.Name == rules.TypeBoolean && a == b {
		value := other.Typed(theirs)
		if value == nil {
			return false, false
		}
		switch x := row.Typed(mine).(type) {
		case *big.Rat:
			return x.Cmp(value.(*big.Rat)) == 0, true
		case time.Time:
			return x.Equal(value.(time.Time)), true
		case bool:
			return x == value, true
		}
		return false, true
	}
	text, _ := row.Text(mine)
	s, ok := other.Text(theirs)
	return s == text, ok
}

// cover counts the expected values and those that no evaluated row has.
func (x Extract) cover(r *rules.Rule, c rules.CoverCheck, other *Extract) Verdict {
	var v Verdict
	v.Outcome.Total = int64(len(x.Rows))
	dataset, theirs := c.Target()
	expected := slices.Clone(c.Expected(x.Cutoff))
	if dataset != "" {
		if other == nil {
			v.Outcome.Note = unbound(dataset)
			return v
		}
		for _, row := range other.rows() {
			if text, given := row.Text(theirs[0]); given {
				expected = append(expected, text)
			}
		}
	}
	slices.Sort(expected)
	expected = slices.Compact(expected)
	found := map[string]bool{}
	for _, row := range x.rows() {
		if before(r, row) == Passed {
			text, _ := row.Text(c.Reads()[0])
			found[text] = true
		}
	}
	absent := slices.DeleteFunc(slices.Clone(expected), func(e string) bool { return found[e] })
	v.Outcome.Evaluated, v.Outcome.Failed = int64(len(expected)), int64(len(absent))
	v.Outcome.Applicable = v.Outcome.Evaluated
	if len(absent) > 0 {
		v.Outcome.Note = c.Absent(v.Outcome.Failed, absent[:min(namedAbsent, len(absent))])
	}
	return v
}
