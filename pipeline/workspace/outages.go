package workspace

import (
	"cmp"
	"slices"
	"time"

	"cdoscore/rules"
)

const outagesFile = "outages.yaml"

// Outage is a declared time in which units could not deliver through no fault of
// theirs. It covers [From, To).
type Outage struct {
	ID                         string
	From, To                   time.Time
	Units, Datasets            []string // sorted; both empty: all
	Reason, Approver, Document string
	Pos                        rules.Pos
}

// OutageFor returns the first declared outage, by beginning and id, that covers a
// dataset and has a moment in common with [from, to]. False: there is none.
func (w *Workspace) OutageFor(d *Dataset, from, to time.Time) (Outage, bool) {
	for _, o := range w.Outages {
		if o.covers(d) && !o.From.After(to) && o.To.After(from) {
			return o, true
		}
	}
	return Outage{}, false
}

func (o Outage) covers(d *Dataset) bool {
	everything := len(o.Units)+len(o.Datasets) == 0
	return everything || slices.Contains(o.Units, d.Unit) || slices.Contains(o.Datasets, d.ID)
}

// outages reads outages.yaml.
func (l *loader) outages() {
	data, ok := l.optional(outagesFile)
	if !ok {
		return
	}
	node := parseYAML(outagesFile, data, &l.diags)
	if node == nil {
		return
	}
	seen := places{}
	for _, n := range items(node, "outages", &l.diags) {
		l.w.Outages = append(l.w.Outages, l.outage(n, seen))
	}
	slices.SortStableFunc(l.w.Outages, func(a, b Outage) int { return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.ID, b.ID)) })
}

func (l *loader) outage(n *rules.Node, seen places) Outage {
	r := rules.NewReader(n, "outage", &l.diags)
	o := Outage{
		ID: r.RequireText("id"), From: requireMoment(r, "from", l.w.Zone), To: requireMoment(r, "to", l.w.Zone),
		Units: l.known(r, "units", "unit", unitIDs(l.w.Units)), Datasets: l.known(r, "datasets", "dataset", datasetIDs(l.w.Datasets)),
		Reason: r.RequireText("reason"), Approver: r.RequireText("approver"), Document: r.Text("document"), Pos: n.Pos,
	}
	if o.ID != "" {
		seen.add(r.Get("id"), "outage", &l.diags)
	}
	if !o.From.IsZero() && !o.To.IsZero() && !o.From.Before(o.To) {
		l.diags.Addf(r.Get("to").Pos, `outage: "to" must lie after "from": mend one of the two`)
	}
	r.Finish()
	return o
}

// known reads a list of names, each of which must be one of those that exist. An
// empty list is a mistake: it would make the outage everybody's.
func (l *loader) known(r *rules.Reader, key, what string, existing []string) []string {
	var out []string
	for _, n := range r.Texts(key, false) {
		switch {
		case !slices.Contains(existing, n.Text):
			l.diags.Addf(n.Pos, "unknown %s %q%s", what, n.Text, rules.Suggest(n.Text, existing))
		case slices.Contains(out, n.Text):
			l.diags.Addf(n.Pos, "%s %q stands twice: remove one of the two", what, n.Text)
		}
		out = append(out, n.Text)
	}
	slices.Sort(out)
	return out
}

func datasetIDs(list []*Dataset) []string {
	out := make([]string, len(list))
	for i, d := range list {
		out[i] = d.ID
	}
	return out
}
