package workspace

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"cdoscore/rules"
)

// Cycle is a span of days over which figures are taken: an assessment cycle, or a
// year, quarter or month of the calendar. It takes in the slots whose last covered
// day lies within.
type Cycle struct{ Name, From, To string } // YYYY-MM-DD, inclusive

// Kind is what a span of days is: a month, a quarter or a year of the calendar, by
// its name and its days, else an assessment cycle.
func (c Cycle) Kind() string {
	switch m := quarterForm.FindStringSubmatch(c.Name); {
	case m != nil && c == calendarMonths(c.Name, m[1], 3*atoi(m[2])-2, 3):
		return "quarter"
	case monthForm.MatchString(c.Name):
		return "month"
	case yearForm.MatchString(c.Name) && c.From == c.Name+"-01-01" && c.To == c.Name+"-12-31":
		return "year"
	}
	return "cycle"
}

// Before returns the span of the same kind that ends the day before another begins,
// to compare it with: the month, quarter or year before, or the last declared cycle
// that ended by then. False: there is none.
func (w *Workspace) Before(c Cycle) (Cycle, bool) {
	from, err := time.Parse(time.DateOnly, c.From)
	if err != nil {
		return Cycle{}, false
	}
	switch last := from.AddDate(0, 0, -1); c.Kind() {
	case "month":
		return w.named(last.Format("2006-01"))
	case "quarter":
		return w.named(fmt.Sprintf("%d-Q%d", last.Year(), (int(last.Month())+2)/3))
	case "year":
		return w.named(last.Format("2006"))
	}
	var best Cycle
	for _, x := range w.Cycles {
		if x.To < c.From && x.To > best.To {
			best = x
		}
	}
	return best, best.Name != ""
}

func (w *Workspace) named(name string) (Cycle, bool) {
	c, err := w.Period(name)
	return c, err == nil
}

// CycleOn returns the assessment cycle in which a day, YYYY-MM-DD, lies: a declared
// one, else its calendar year.
func (w *Workspace) CycleOn(day string) Cycle {
	for _, c := range w.Cycles {
		if c.From <= day && day <= c.To {
			return c
		}
	}
	year := day[:4]
	return Cycle{year, year + "-01-01", year + "-12-31"}
}

// Days are the days of a span, each a span of its own.
func (c Cycle) Days() []Cycle {
	return c.parts(func(first time.Time) (string, time.Time) { return first.Format(time.DateOnly), first })
}

// Months are the calendar months of a span, the first and the last cut to its days.
func (c Cycle) Months() []Cycle {
	return c.parts(func(first time.Time) (string, time.Time) {
		return first.Format("2006-01"), time.Date(first.Year(), first.Month()+1, 0, 0, 0, 0, 0, time.UTC)
	})
}

// parts cuts a span; from a part's first day, next gives its name and last day.
func (c Cycle) parts(next func(first time.Time) (string, time.Time)) []Cycle {
	var out []Cycle
	first, err := time.Parse(time.DateOnly, c.From)
	for err == nil && first.Format(time.DateOnly) <= c.To {
		name, last := next(first)
		out = append(out, Cycle{name, first.Format(time.DateOnly), min(last.Format(time.DateOnly), c.To)})
		first = last.AddDate(0, 0, 1)
	}
	return out
}

// Cycle returns the assessment cycle of a name: a declared one, else the calendar
// year that the name writes.
func (w *Workspace) Cycle(name string) (Cycle, bool) {
	i := slices.IndexFunc(w.Cycles, func(c Cycle) bool { return c.Name == name })
	if i >= 0 {
		return w.Cycles[i], true
	}
	if !yearForm.MatchString(name) {
		return Cycle{}, false
	}
	return Cycle{name, name + "-01-01", name + "-12-31"}, true
}

// CyclesOn returns the assessment cycles that a day lies in: the declared ones, and
// its calendar year.
func (w *Workspace) CyclesOn(day string) []Cycle {
	var out []Cycle
	for _, c := range w.Cycles {
		if c.From <= day && day <= c.To {
			out = append(out, c)
		}
	}
	if year, ok := w.Cycle(day[:4]); ok && !slices.Contains(out, year) && year.From <= day && day <= year.To {
		out = append(out, year)
	}
	return out
}

var (
	yearForm    = regexp.MustCompile(`^[1-9][0-9]{3}$`)
	quarterForm = regexp.MustCompile(`^([1-9][0-9]{3})-Q([1-4])$`)
	monthForm   = regexp.MustCompile(`^([1-9][0-9]{3})-(0[1-9]|1[0-2])$`)
)

// Period returns the span of a name: an assessment cycle, a year (2026), a quarter
// (2026-Q1) or a month (2026-03).
func (w *Workspace) Period(name string) (Cycle, error) {
	if c, ok := w.Cycle(name); ok {
		return c, nil
	}
	if m := quarterForm.FindStringSubmatch(name); m != nil {
		return calendarMonths(name, m[1], 3*atoi(m[2])-2, 3), nil
	}
	if m := monthForm.FindStringSubmatch(name); m != nil {
		return calendarMonths(name, m[1], atoi(m[2]), 1), nil
	}
	return Cycle{}, fmt.Errorf("%q is no period: write a year (2026), a quarter (2026-Q1), a month (2026-03), or a cycle declared in %s%s", name, settingsFile, rules.Suggest(name, cycleNames(w.Cycles)))
}

func calendarMonths(name, year string, first, n int) Cycle {
	from := time.Date(atoi(year), time.Month(first), 1, 0, 0, 0, 0, time.UTC)
	return Cycle{name, from.Format(time.DateOnly), from.AddDate(0, n, -1).Format(time.DateOnly)}
}

// atoi is for digits that a pattern has matched.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

func cycleNames(cycles []Cycle) []string {
	out := make([]string, len(cycles))
	for i, c := range cycles {
		out[i] = c.Name
	}
	return out
}

// readCycles reads the declared assessment cycles, in file order.
func readCycles(list *rules.Node, diags *rules.Diagnostics) []Cycle {
	seen := places{}
	var out []Cycle
	for _, n := range items(list, "cycles", diags) {
		r := rules.NewReader(n, "cycle", diags)
		c := Cycle{Name: r.RequireText("name")}
		r.Require("from")
		r.Require("to")
		c.From, c.To = readSpanOfDays(r)
		r.Finish()
		if c.Name != "" {
			checkCycleName(r.Get("name"), diags)
			seen.add(r.Get("name"), "cycle", diags)
		}
		if i := slices.IndexFunc(out, c.overlaps); i >= 0 {
			diags.Addf(n.Pos, "cycle %s overlaps cycle %s (%s to %s): no day may belong to two", c.Name, out[i].Name, out[i].From, out[i].To)
		}
		out = append(out, c)
	}
	return out
}

// checkCycleName refuses the names of months: a period of that name would be
// another one.
func checkCycleName(n *rules.Node, diags *rules.Diagnostics) {
	if checkName(n.Pos, "cycle", n.Text, diags) && monthForm.MatchString(n.Text) {
		diags.Addf(n.Pos, "cycle %q has the name of a month: give it another one", n.Text)
	}
}

// overlaps is false where a day is unknown, which is reported already.
func (c Cycle) overlaps(o Cycle) bool {
	known := c.From != "" && c.To != "" && o.From != "" && o.To != ""
	return known && overlap(c.From, c.To, o.From, o.To)
}
