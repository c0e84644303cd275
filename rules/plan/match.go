package plan

import (
	"fmt"
	"strings"

	"cdoscore/rules"
)

// match joins each row to the rows of the other dataset with the same key: the
// layer theirs has one row per key, with how often it stands there and, where
// that is once, its values.
func (v *verdicts) match(c rules.MatchCheck, j judgement, in Input, target Target) {
	other := theirs(in, target)
	on, values := c.Pairs()
	var keys, present, groups, joined []string
	for i, p := range on {
		t := other.Text(p.Theirs)
		keys = append(keys, fmt.Sprintf("%s AS k%d", t, i))
		present = append(present, t+" IS NOT NULL")
		groups = append(groups, fmt.Sprint(i+1))
		joined = append(joined, fmt.Sprintf("k%d = %s", i, v.scan.Text(p.Mine)))
	}
	var equal, given []string
	columns := append(keys, "count(*) AS standing")
	for i, p := range values {
		mine, yours := comparable(v.scan, other, p)
		columns = append(columns, fmt.Sprintf("any_value(%s) AS v%d", yours, i))
		equal = append(equal, fmt.Sprintf("%s = v%d", mine, i))
		given = append(given, fmt.Sprintf("v%d IS NOT NULL", i))
	}
	v.layers = ",\n" + other.layers() + ",\n" + layer("theirs", columns, "their_judged\n  WHERE "+strings.Join(present, " AND ")+"\n  GROUP BY "+strings.Join(groups, ", "))
	v.from = "judged LEFT JOIN theirs ON " + strings.Join(joined, " AND ")
	v.evaluated = j.evaluated() + " AND standing = 1 AND " + strings.Join(given, " AND ")
	v.failed = v.evaluated + " AND (" + strings.Join(equal, " AND ") + ") IS NOT TRUE"
	v.further = []named{
		{SubAbsent, j.evaluated() + " AND standing IS NULL"},
		{SubAmbiguous, j.evaluated() + " AND standing > 1"},
		{SubTheirs, j.evaluated() + " AND standing = 1 AND NOT (" + strings.Join(given, " AND ") + ")"},
	}
}

// comparable writes the two sides of a compared pair: typed where both fields
// are dates and times, booleans, or numbers, else as trimmed text. Numbers are
// brought to one scale.
func comparable(mine, theirs *scan, p rules.Pair) (own, other string) {
	a, b := mine.operand(p.Mine).field.Type, theirs.operand(p.Theirs).field.Type
	switch {
	case a.IsTemporal() && b.IsTemporal():
		cast := func(x string) string { return "CAST(" + x + " AS TIMESTAMP)" }
		return cast(mine.Typed(p.Mine)), cast(theirs.Typed(p.Theirs))
	case a.Name == rules.TypeBoolean && b.Name == rules.TypeBoolean:
		return mine.Typed(p.Mine), theirs.Typed(p.Theirs)
	case a.IsNumeric() && b.IsNumeric():
		return inParts(mine.Typed(p.Mine), a), inParts(theirs.Typed(p.Theirs), b)
	}
	return mine.Text(p.Mine), theirs.Text(p.Theirs)
}
