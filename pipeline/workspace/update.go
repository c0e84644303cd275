package workspace

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cdoscore/rules"
)

// deadlineKeys have a meaning only where there is a cycle.
var deadlineKeys = []string{"due", "due_days", "working_days", "grace", "late", "accept_until"}

// readUpdate reads the declared update cycle and its deadline.
func readUpdate(n *rules.Node, diags *rules.Diagnostics) Update {
	r := rules.NewReader(n, "update", diags)
	u := Update{Cycle: r.Choice("cycle", "", Cycles...)}
	r.Require("cycle")
	u.Due = readDue(r)
	u.DueDays = readInt(r, "due_days", 0, 0, 366)
	u.WorkingDays = r.Bool("working_days", false)
	u.Grace = readSpan(r, "grace", 0)
	u.Late = readLate(r)
	u.AcceptUntil = readSpan(r, "accept_until", 0)
	r.Finish()
	if u.Cycle == "irregular" || u.Cycle == "static" {
		refuseDeadline(r, u.Cycle)
		return Update{Cycle: u.Cycle}
	}
	checkAcceptance(r.Get("accept_until"), u, diags)
	return u
}

// checkAcceptance reports a span in which nothing could ever be late.
func checkAcceptance(n *rules.Node, u Update, diags *rules.Diagnostics) {
	if n == nil || u.AcceptUntil > u.Grace {
		return
	}
	if _, err := rules.ParseSpan(n.Text); err == nil {
		diags.Addf(n.Pos, `update: "accept_until" must be longer than "grace"; leave it out to take extracts until the next slot is due`)
	}
}

func refuseDeadline(r *rules.Reader, cycle string) {
	for _, key := range deadlineKeys {
		if n := r.Get(key); n != nil {
			r.Diags().Addf(n.Pos, "update: %q has no meaning for cycle %q, which has no deadline: remove it, or declare a cycle", key, cycle)
		}
	}
}

var timeForm = regexp.MustCompile(`^([01][0-9]|2[0-3]):([0-5][0-9])$`)

// readDue returns the times of day, ascending; midnight when none is declared.
func readDue(r *rules.Reader) []TimeOfDay {
	var out []TimeOfDay
	for _, n := range r.Texts("due", false) {
		m := timeForm.FindStringSubmatch(n.Text)
		if m == nil {
			r.Diags().Addf(n.Pos, `update: "due" must be a time of day in quotes, "00:00" to "23:59", found %q`, n.Text)
			continue
		}
		hour, _ := strconv.Atoi(m[1])
		minute, _ := strconv.Atoi(m[2])
		at := TimeOfDay(hour*60 + minute)
		if slices.Contains(out, at) {
			r.Diags().Addf(n.Pos, `update: "due" names %s twice: remove one of the two`, at)
			continue
		}
		out = append(out, at)
	}
	if len(out) == 0 {
		return []TimeOfDay{0}
	}
	slices.Sort(out)
	return out
}

func readLate(r *rules.Reader) []LateStep {
	var out []LateStep
	for _, item := range items(r.Get("late"), "late", r.Diags()) {
		s := rules.NewReader(item, "late", r.Diags())
		s.Require("within")
		s.Require("credit")
		step := LateStep{Within: readSpan(s, "within", 0), Credit: readCredit(s)}
		s.Finish()
		if len(out) > 0 && s.Has("within") && step.Within <= out[len(out)-1].Within {
			r.Diags().Addf(item.Pos, `late: "within" must grow from step to step`)
		}
		if len(out) > 0 && step.Credit > out[len(out)-1].Credit {
			r.Diags().Addf(item.Pos, `late: a later step may not earn more "credit" than an earlier one`)
		}
		out = append(out, step)
	}
	return out
}

var creditForm = regexp.MustCompile(`^(0(\.[0-9]{1,3}0*)?|1(\.0+)?)$`)

// readCredit reads a share of 0 to 1 as permille, without a detour by floats.
func readCredit(r *rules.Reader) int {
	n := r.Get("credit")
	if n == nil {
		return 0
	}
	if !n.IsScalar() || !creditForm.MatchString(n.Text) {
		r.Diags().Addf(n.Pos, `late: "credit" must be a share from 0 to 1 with at most three decimals such as 0.5, found %s`, found(n))
		return 0
	}
	whole, decimals, _ := strings.Cut(n.Text, ".")
	permille, _ := strconv.Atoi(whole + (decimals + "000")[:3])
	return permille
}
