package check

import "slices"

// State is what became of a fault since the last check.
type State string

// The states of faults.
const (
	New   State = "new"   // 新增
	Left  State = "left"  // 未改
	Fixed State = "fixed" // 已改
)

// Comparison tells which faults of a check were there before. Rows are handed to it
// in any order, once each; then it knows what was fixed. It decides by key or
// content, never by where a row stands: a row is the earlier one with the same key,
// else one that holds the same but for the cells that were at fault then.
type Comparison struct {
	Fixed, Left, New int64
	was              Record
	byKey            map[uint64][]int
	byRest           map[rest][]int
	tried            []int // sets, most frequent first
	taken            []bool
	still            []map[int32]bool // by row of was: rules that still fail
	now              recorder
	result           *Result
}

type rest struct {
	hash uint64
	set  int
}

// maxSets bounds how many different sets of failing fields a row without a key is
// compared under.
const maxSets = 256

// Compare begins a comparison with an earlier check; nil: there was none, and every
// fault is new.
func (r *Result) Compare(earlier *Record) *Comparison {
	c := &Comparison{byKey: map[uint64][]int{}, byRest: map[rest][]int{}, result: r}
	if earlier != nil {
		c.was = *earlier
	}
	c.taken, c.still = make([]bool, len(c.was.Rows)), make([]map[int32]bool, len(c.was.Rows))
	often := make([]int, len(c.was.Sets))
	for i, row := range c.was.Rows {
		if row.Key != 0 {
			c.byKey[row.Key] = append(c.byKey[row.Key], i)
		}
		c.byRest[rest{row.Rest, row.Set}] = append(c.byRest[rest{row.Rest, row.Set}], i)
		often[row.Set]++
	}
	for set := range c.was.Sets {
		c.tried = append(c.tried, set)
	}
	slices.SortStableFunc(c.tried, func(a, b int) int { return often[b] - often[a] })
	c.tried = c.tried[:min(len(c.tried), maxSets)]
	c.now.record.Whole = r.whole()
	for _, id := range c.now.record.Whole {
		c.count(c.WholeState(id))
	}
	for _, id := range c.was.Whole {
		if !slices.Contains(c.now.record.Whole, id) {
			c.Fixed++
		}
	}
	return c
}

// WholeState is the state of a failing rule about the file as a whole.
func (c *Comparison) WholeState(rule string) State {
	if slices.Contains(c.was.Whole, rule) {
		return Left
	}
	return New
}

func (c *Comparison) count(s State) {
	if s == Left {
		c.Left++
	} else {
		c.New++
	}
}

// Row takes a failing row and returns the states of its faults, in the order of its
// rules; a rejected record has one.
func (c *Comparison) Row(row Row) []State {
	key, total := row.key(), row.total()
	c.now.add(row, key, total)
	i := c.find(row, key, total)
	var out []State
	for _, id := range row.ruleIDs() {
		state := New
		if i >= 0 {
			if n := int32(slices.Index(c.was.Rules, id)); slices.Contains(c.was.Rows[i].Rules, n) {
				state = Left
				c.still[i][n] = true
			}
		}
		c.count(state)
		out = append(out, state)
	}
	return out
}

// find takes the earlier row that this one was; -1: there is none.
func (c *Comparison) find(row Row, key, total uint64) int {
	found := -1
	for _, i := range c.byKey[key] {
		if key == 0 || c.taken[i] {
			continue
		}
		same := row.without(total, c.was.Sets[c.was.Rows[i].Set]) == c.was.Rows[i].Rest
		if found < 0 || same {
			found = i
		}
		if same {
			break
		}
	}
	for _, set := range c.tried {
		if found >= 0 {
			break
		}
		for _, i := range c.byRest[rest{row.without(total, c.was.Sets[set]), set}] {
			if !c.taken[i] {
				found = i
				break
			}
		}
	}
	if found >= 0 {
		c.taken[found], c.still[found] = true, map[int32]bool{}
	}
	return found
}

// FixedFault is a fault of the earlier check that is no longer there.
type FixedFault struct {
	Rule string
	Row  int64 // where its row stood; 0: it was about the file as a whole
}

// End returns what was fixed, by the earlier rows, after the last row was handed
// over.
func (c *Comparison) End() []FixedFault {
	var out []FixedFault
	for _, id := range c.was.Whole {
		if !slices.Contains(c.now.record.Whole, id) {
			out = append(out, FixedFault{Rule: id})
		}
	}
	c.Fixed = int64(len(out))
	for i, row := range c.was.Rows {
		for _, n := range row.Rules {
			if !c.still[i][n] {
				out = append(out, FixedFault{c.was.Rules[n], row.Row})
				c.Fixed++
			}
		}
	}
	return out
}

// Record is this check, for the next one, after the last row was handed over.
func (c *Comparison) Record() *Record { return &c.now.record }
