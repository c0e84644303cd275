package profile

import (
	"cmp"
	"slices"

	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// Profile is what was found in one file.
type Profile struct {
	Origin         string // the file or the dataset, as its owner names it
	Rows, Rejected int64
	Columns        []Column
	Keys           [][]int // candidate keys: places of one or two columns, best first
	Untested       int     // pairs that may be keys too, and were too many to count
}

// Pairs are the pairs of columns that may be keys: never missing, none a key by
// itself, with enough different values between them. Fractions are no keys.
func Pairs(columns []Column) []plan.Pair {
	var out []plan.Pair
	for a := range columns {
		for b := a + 1; b < len(columns); b++ {
			if columns[a].partOfKey() && columns[b].partOfKey() && pairsSuffice(columns[a], columns[b]) {
				out = append(out, plan.Pair{A: a, B: b})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y plan.Pair) int {
		return cmp.Compare(columns[x.A].keyRank()+columns[x.B].keyRank(), columns[y.A].keyRank()+columns[y.B].keyRank())
	})
	return out
}

func (c *Column) partOfKey() bool {
	return c.Rows > 0 && c.Missing == 0 && !c.Unique() && c.Distinct > 1 && c.Field.Type.Name != rules.TypeDecimal && c.Longest <= longestKey
}

// longestKey is the most characters of a value that identifies.
const longestKey = 64

func pairsSuffice(a, b Column) bool { return a.Distinct >= (a.Rows+b.Distinct-1)/b.Distinct }

// keyRank orders columns by how likely they are meant to identify.
func (c *Column) keyRank() int {
	switch {
	case c.Field.Type.Name == rules.TypeDecimal:
		return 4
	case identifier(c.Name):
		return 0
	case c.PII == rules.PIIName || c.PII == rules.PIIAddress || c.Longest > longestKey:
		return 4
	case c.Field.Type.Name == rules.TypeString, c.Field.Type.Name == rules.TypeDate:
		return 1
	case c.Field.Type.Name == rules.TypeInteger:
		return 2
	}
	return 3
}

// SetKeys takes the single columns that are keys, and the pairs found to be.
func (p *Profile) SetKeys(pairs []plan.Pair) {
	for i := range p.Columns {
		if p.Columns[i].Unique() {
			p.Keys = append(p.Keys, []int{i})
		}
	}
	for _, pair := range pairs {
		p.Keys = append(p.Keys, []int{pair.A, pair.B})
	}
	slices.SortStableFunc(p.Keys, func(a, b []int) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(p.keyRank(a), p.keyRank(b)))
	})
}

func (p *Profile) keyRank(key []int) int {
	rank := 0
	for _, i := range key {
		rank += p.Columns[i].keyRank()
	}
	return rank
}

// fewRows is the number of rows under which values differ by chance.
const fewRows = 30

// Key is the candidate to put into a draft; nil where none is good enough.
func (p *Profile) Key() []int {
	for _, key := range p.Keys {
		named := p.keyRank(key) == 0
		if p.declared(key) && (named || p.Rows >= fewRows && p.keyRank(key) <= 1+2*(len(key)-1)) {
			return key
		}
	}
	return nil
}

// declared reports whether each column of a key can be named in a dataset file.
func (p *Profile) declared(key []int) bool {
	return !slices.ContainsFunc(key, func(i int) bool { return p.Columns[i].Name == "" || p.Twin(i) > 0 })
}

// Twin is the number of the earlier column of the same name, 0 where there is none.
func (p *Profile) Twin(i int) int {
	for j := range i {
		if p.Columns[j].Name == p.Columns[i].Name {
			return j + 1
		}
	}
	return 0
}
