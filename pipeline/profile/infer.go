package profile

import (
	"cmp"
	"slices"
	"strings"

	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// Needed is the share of its values, in percent, that a suggestion must hold for.
// Where the name says what a form that proves itself is found in, fewer will do:
// the rest are the faults that the rule is for.
const (
	Needed      = 95
	NeededNamed = 80
)

// enough reports whether n of all are the needed share.
func enough(n, all int64) bool { return all > 0 && n*100 >= all*Needed }

// Match is a candidate and the rows whose values conform to it.
type Match struct {
	Candidate
	Rows int64
}

// Column is one column of the profiled file.
type Column struct {
	Name   string // as received
	Number int    // 1 is the first
	plan.Figures
	plan.Details
	Field   rules.Field // its type, as suggested
	Follows *Match      // the format or code table that it follows; nil: none
	Nearly  *Match      // what its name says that it should follow, and too few values do
	PII     rules.PII   // guessed
	// Conform is the rows of every counted candidate that any value conforms to, by
	// its ID.
	Conform map[string]int64
}

// Different values below which a form is no proof without a name: a check digit
// passes one number in ten.
const fewValues = 5

// Infer suggests the type and the format of a column.
func Infer(name string, number int, f plan.Figures, candidates []Candidate) Column {
	c := Column{Name: name, Number: number, Figures: f, Conform: map[string]int64{}}
	c.match(candidates)
	c.Field = rules.Field{Name: name, Type: rules.FieldType{Name: rules.TypeString}}
	if c.Follows == nil || c.Follows.numeric {
		c.inferType()
	}
	c.guessPII(candidates)
	return c
}

// match takes the candidate that most speaks for: one that the name hints at
// before others, one that proves itself before weak ones, a table as it is now
// before what it ever was, then the greater share.
func (c *Column) match(candidates []Candidate) {
	best := 0
	for i, candidate := range candidates {
		m := Match{candidate, c.Figures.Conforming[i]}
		if m.Rows == 0 {
			continue
		}
		c.Conform[candidate.ID()] = m.Rows
		hint := candidate.Hinted(c.Name)
		score := c.score(m, hint)
		if score > best || score == best && score > 0 && m.Rows > c.Follows.Rows {
			best, c.Follows = score, &m
		}
		if score == 0 && hint && !m.Ever && (c.Nearly == nil || m.Rows > c.Nearly.Rows) {
			c.Nearly = &m
		}
	}
	if c.Follows != nil {
		c.Nearly = nil
	}
}

// score is 0 where a match is no suggestion.
func (c *Column) score(m Match, hint bool) int {
	present, score := c.Present(), 0
	switch {
	case hint && m.strength == telling && m.Rows*100 >= present*NeededNamed:
		score = 6
	case hint && enough(m.Rows, present):
		score = 4
	case m.strength == telling && c.Distinct >= fewValues && enough(m.Rows, present):
		score = 2
	default:
		return 0
	}
	if m.Ever {
		score--
	}
	return score
}

// The bounds of what is a quantity.
const (
	mostDigits  = 15 // beyond, digits are a number such as a card's
	mostDecimal = 38
	roomBefore  = 10 // digits before the point that a decimal is given at least: the next delivery may hold greater ones
	someZeros   = 1  // percent of values with leading zeros from which they are codes
)

func (c *Column) inferType() {
	present := c.Present()
	if present == 0 || c.inferDate() {
		return
	}
	number := c.Decimals + c.Thousands
	switch {
	case c.Words > 0 && enough(c.Words+c.Bits, present), c.Bits == present && hinted(c.Name, flagNames):
		c.Field.Type = rules.FieldType{Name: rules.TypeBoolean}
	case !enough(number, present), c.Whole > mostDigits, c.LeadingZeros*100 > present*someZeros, c.Whole+c.Scale > mostDecimal:
	case enough(c.Integers, present) && (identifier(c.Name) || c.Scale == 0 && c.Thousands == 0 && c.fixedDigits()):
	case enough(c.Integers, present), c.Scale == 0:
		c.Field.Type = rules.FieldType{Name: rules.TypeInteger}
		c.Field.Thousands = c.Thousands > 0
	default:
		c.Field.Type = rules.FieldType{Name: rules.TypeDecimal, Precision: int(min(mostDecimal, max(c.Whole, roomBefore)+c.Scale)), Scale: int(c.Scale)}
		c.Field.Thousands = c.Thousands > 0
	}
}

// fixedDigits reports digits of one length, too many for counts.
func (c *Column) fixedDigits() bool { return c.Shortest == c.Longest && c.Shortest >= 9 }

func (c *Column) inferDate() bool {
	for _, t := range []struct {
		name  rules.TypeName
		iso   int64
		forms []string
		rows  []int64
	}{{rules.TypeDate, c.ISODates, plan.DateForms, c.Dates}, {rules.TypeTimestamp, c.ISOTimes, plan.TimeForms, c.Times}} {
		formats, rows := dateForms(t.iso, t.forms, t.rows, c.Present())
		if enough(rows, c.Present()) {
			c.Field.Type, c.Field.Formats = rules.FieldType{Name: t.name}, formats
			return true
		}
	}
	return false
}

// dateForms chooses the forms that are needed beside ISO, commonest first, and
// says how many rows they and ISO have at most. A form with dashes takes in the
// ISO one; of day-month and month-day the commoner is taken.
func dateForms(iso int64, forms []string, rows []int64, present int64) ([]string, int64) {
	count := map[string]int64{}
	for i, f := range forms {
		count[f] = rows[i]
	}
	total := iso
	var out []string
	for _, f := range forms {
		n := count[f]
		if strings.HasPrefix(f, "%Y-%m-%d") {
			n -= iso
		}
		if n <= 0 || strings.HasPrefix(f, "%m/%d") && count[swapped(f)] >= n || strings.HasPrefix(f, "%d/%m") && count[swapped(f)] > n {
			continue
		}
		if n*100 >= present {
			out = append(out, f)
		}
		total += n
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	return out, total
}

func swapped(form string) string {
	return strings.NewReplacer("%m/%d", "%d/%m", "%d/%m", "%m/%d").Replace(form)
}

// Ambiguous is the other reading of a day and a month that fits all the same, or "".
func (c *Column) Ambiguous() string {
	for _, f := range c.Field.Formats {
		other := swapped(f)
		for i, form := range plan.DateForms {
			if form == other && other != f && enough(c.Dates[i], c.Present()) {
				return other
			}
		}
	}
	return ""
}

// guessPII: what a column follows, or should follow by its name, tells the class;
// else the name, else values that look like names of persons.
func (c *Column) guessPII(candidates []Candidate) {
	present := c.Present()
	switch {
	case c.Follows != nil:
		c.PII = c.Follows.pii
	case c.Nearly != nil:
		c.PII = c.Nearly.pii
	case hinted(c.Name, personNames), c.PersonNames*100 >= present*80 && c.Distinct >= 20:
		c.PII = rules.PIIName
	case hinted(c.Name, addressNames):
		c.PII = rules.PIIAddress
	case hinted(c.Name, birthNames):
		c.PII = rules.PIIOther
	default:
		for _, candidate := range candidates {
			if candidate.pii != "" && candidate.Hinted(c.Name) && c.Field.Type.Name == rules.TypeString {
				c.PII = candidate.pii
			}
		}
	}
}

// Constant reports a column with one value in every row.
func (c *Column) Constant() bool { return c.Distinct == 1 && c.Missing == 0 && c.Rows > 1 }

// Unique reports whether the column alone tells the rows apart.
func (c *Column) Unique() bool { return c.Rows > 0 && c.Missing == 0 && c.Distinct == c.Rows }
