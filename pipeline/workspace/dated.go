package workspace

import (
	"fmt"
	"strings"
	"time"
)

// DatedHash is the SHA-256, in hex, of the canonical form of the dated files: the
// calendar, waivers, outages, nil returns, the functional data list, requests and
// reviews. They are hashed per run and stand outside the freeze of a cycle.
func (w *Workspace) DatedHash() string {
	return hexSHA256(w.Calendar.Canonical() + w.canonicalExemptions() + w.canonicalLists() + w.canonicalReviews())
}

// canonicalExemptions holds reasons and approvers too: workbooks print them.
func (w *Workspace) canonicalExemptions() string {
	var b strings.Builder
	for _, x := range w.Waivers {
		b.WriteString(x.Canonical() + "\n")
	}
	for _, o := range w.Outages {
		fmt.Fprintf(&b, "outage %q from %s to %s units %q datasets %q by %q reason %q document %q\n",
			o.ID, moment(o.From), moment(o.To), o.Units, o.Datasets, o.Approver, o.Reason, o.Document)
	}
	for _, n := range w.NilReturns {
		fmt.Fprintf(&b, "nil return %q slot %q declared %s by %q reason %q\n", n.Dataset, n.Slot, moment(n.DeclaredAt), n.By, n.Reason)
	}
	return b.String()
}

// Canonical writes all that a waiver says in one line.
func (x Waiver) Canonical() string {
	when := ""
	if x.When != nil {
		when = canonicalExpr(x.When)
	}
	return fmt.Sprintf("waiver %q dataset %q rules %q when %q from %q expires %q approved %q by %q reason %q document %q",
		x.ID, x.Dataset, x.Rules, when, x.From, x.Expires, x.Approved, x.Approver, x.Reason, x.Document)
}

func (w *Workspace) canonicalLists() string {
	var b strings.Builder
	for _, e := range w.Inventory {
		fmt.Fprintf(&b, "inventory %q %q title %q catalogued %q\n", e.Unit, e.Code, e.Title, e.Catalogued)
	}
	for _, q := range w.Requests {
		fmt.Fprintf(&b, "request %q %q requested %q due %q answered %q\n", q.Unit, q.ID, q.RequestedOn, q.DueOn, q.AnsweredOn)
	}
	return b.String()
}

func (w *Workspace) canonicalReviews() string {
	var b strings.Builder
	for _, cycle := range sortedKeys(w.Reviews) {
		review := w.Reviews[cycle]
		for _, s := range review.Scores {
			b.WriteString(s.canonical(cycle))
		}
		for _, a := range review.Adjustments {
			fmt.Fprintf(&b, "adjustment %q %q %q points %d basis %q document %q by %q on %q\n",
				cycle, a.Unit, a.Kind, a.Points, a.Basis, a.Document, a.By, a.On)
		}
		for _, s := range review.SignOffs {
			fmt.Fprintf(&b, "sign-off %q %q document %q by %q on %q\n", cycle, s.Unit, s.Document, s.By, s.On)
		}
		for _, p := range review.Reviewers {
			fmt.Fprintf(&b, "reviewer %q %q of unit %q\n", cycle, p.Name, p.Unit)
		}
	}
	return b.String()
}

func (s ReviewScore) canonical(cycle string) string {
	return fmt.Sprintf("review %q %q %q self %s confirmed %s evidence %q note %q by %q on %q\n",
		cycle, s.Unit, s.Indicator, given(s.Self), given(s.Confirmed), s.Evidence, s.Note, s.By, s.On)
}

func moment(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// given writes points, and none as something that no points are.
func given(points *int64) string {
	if points == nil {
		return "none"
	}
	return fmt.Sprint(*points)
}
