package ruletest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"

	"cdoscore/pipeline"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/oracle"
	"cdoscore/rules/plan"
)

// bench holds one case ready to be judged.
type bench struct {
	*Runner
	dir      string
	settings settings
	set      *workspace.Dataset
	table    table
	others   map[string]table // by dataset
	in       plan.Input       // of the rows as they stand
	facts    rules.Facts
	fields   map[string][]rules.Field // of the other datasets
}

// way is one way of judging the rows, and what it found.
type way struct {
	name     string
	outcomes map[string]rules.Outcome
	groups   []plan.Group
	failing  map[string][]int64 // by rule; rows as the case numbers them
}

// prepare reads and freezes the extracts of a case.
func (b *bench) prepare(ctx context.Context, c *Case, others []*workspace.Dataset, diags *rules.Diagnostics) error {
	b.facts = rules.Facts{NilReturn: b.settings.nilReturn, Arrived: b.settings.arrived, Rejected: b.settings.rejected, Fields: b.set.Fields,
		Start: b.settings.slot.Start, Cutoff: b.settings.slot.End, Credit: b.settings.credit, DeliveryDue: b.settings.due}
	if _, given := c.files[rowsFile]; given != b.settings.arrived {
		diags.Addf(rules.Pos{File: rowsFile}, "a case has rows.csv, or says arrived: false in case.yaml")
	}
	if diags.Len() > 0 || !b.settings.arrived {
		return nil
	}
	b.table = c.table(rowsFile, b.settings, diags)
	b.table.checkWanted(ruleIDs(b.set), diags)
	for _, other := range others {
		b.fields[other.ID] = other.Fields
		name := "datasets/" + other.ID + ".csv"
		if _, given := c.files[name]; given {
			b.others[other.ID] = c.table(name, b.settings, diags)
		}
	}
	earlier := b.earlier(c, diags)
	if diags.Len() > 0 {
		return nil
	}
	return b.freeze(ctx, earlier)
}

func ruleIDs(set *workspace.Dataset) []string {
	var out []string
	for _, r := range set.Rules {
		out = append(out, r.ID)
	}
	return out
}

// earlier reads the extracts of earlier slots, newest first.
func (b *bench) earlier(c *Case, diags *rules.Diagnostics) map[string]table {
	out := map[string]table{}
	for _, name := range slices.Sorted(maps.Keys(c.files)) {
		day, is := strings.CutPrefix(name, "earlier/")
		if !is {
			continue
		}
		day = strings.TrimSuffix(day, ".csv")
		if day >= b.settings.slot.Name() {
			diags.Addf(rules.Pos{File: name}, "an earlier slot must lie before %s", b.settings.slot.Name())
		}
		out[day] = c.table(name, b.settings, diags)
	}
	return out
}

func (b *bench) freeze(ctx context.Context, earlier map[string]table) error {
	path, m, err := freeze(ctx, filepath.Join(b.dir, "rows"), b.table)
	if err != nil {
		return err
	}
	b.facts.Rows, b.facts.SHA256, b.facts.Columns = m.Rows, m.ContentSHA256, b.table.columns
	for _, day := range slices.Backward(slices.Sorted(maps.Keys(earlier))) {
		_, e, err := freeze(ctx, filepath.Join(b.dir, "earlier", day), earlier[day])
		if err != nil {
			return err
		}
		b.facts.Earlier = append(b.facts.Earlier, rules.Earlier{Slot: day, Rows: e.Rows, SHA256: e.ContentSHA256})
	}
	bound := map[string]plan.Target{}
	for id, t := range b.others {
		path, m, err := freeze(ctx, filepath.Join(b.dir, "datasets", id), t)
		if err != nil {
			return err
		}
		bound[id] = plan.Target{Path: path, Columns: pipeline.Columns(m), Fields: b.fields[id]}
	}
	b.in = b.input(path, m, bound)
	return nil
}

func (b *bench) input(path string, m snapshot.Manifest, bound map[string]plan.Target) plan.Input {
	in := plan.Input{Path: path, Columns: pipeline.Columns(m), Fields: b.set.Fields, Rules: b.set.Rules, Start: b.settings.slot.Start,
		Cutoff: b.settings.slot.End, Zone: b.Zone.String(), Targets: map[string]plan.Target{}}
	for _, r := range b.set.Rules {
		if target, is := bound[otherOf(r)]; is {
			in.Targets[r.ID] = target
		}
	}
	return in
}

// otherOf names the other dataset that a rule looks into, or "".
func otherOf(r *rules.Rule) string {
	bound, ok := r.Check.(rules.Bound)
	if !ok {
		return ""
	}
	dataset, _ := bound.Target()
	return dataset
}

// judge judges rows of one Parquet file; place gives each of its rows, in order,
// the number that the case knows it by.
func (b *bench) judge(ctx context.Context, name string, in plan.Input, place []int64) (way, error) {
	w := way{name: name}
	var err error
	if w.outcomes, w.groups, err = pipeline.Judge(ctx, b.Engine, in, b.facts); err != nil {
		return w, fmt.Errorf("%s: %w", name, err)
	}
	found, err := pipeline.FailingRows(ctx, b.Engine, in, w.outcomes, len(b.table.rows)+1)
	if err != nil {
		return w, fmt.Errorf("%s: %w", name, err)
	}
	w.failing = map[string][]int64{}
	for rule, rows := range found {
		for _, n := range rows {
			w.failing[rule] = append(w.failing[rule], place[n-1])
		}
		slices.Sort(w.failing[rule])
	}
	return w, nil
}

// fused judges all rules in one query.
func (b *bench) fused(ctx context.Context) (way, error) {
	return b.judge(ctx, "all rules fused", b.in, b.places())
}

func (b *bench) places() []int64 {
	out := make([]int64, len(b.table.rows))
	for i := range out {
		out[i] = int64(i) + 1
	}
	return out
}

// alone judges each rule by itself.
func (b *bench) alone(ctx context.Context) (way, error) {
	all := way{name: "each rule alone", outcomes: map[string]rules.Outcome{}, failing: map[string][]int64{}}
	for _, r := range b.set.Rules {
		in := b.in
		in.Rules = []*rules.Rule{r}
		w, err := b.judge(ctx, all.name, in, b.places())
		if err != nil {
			return all, fmt.Errorf("rule %s: %w", r.ID, err)
		}
		all.outcomes[r.ID] = w.outcomes[r.ID]
		if rows := w.failing[r.ID]; rows != nil {
			all.failing[r.ID] = rows
		}
	}
	return all, nil
}

// shuffle gives another order, in which no row keeps its place. It is always the
// same one, so that a failure comes again.
func shuffle(places []int64) {
	swap := func(i, j int) { places[i], places[j] = places[j], places[i] }
	rand.New(rand.NewPCG(1, uint64(len(places)))).Shuffle(len(places), swap)
	for i := range places {
		if places[i] == int64(i)+1 {
			swap(i, (i+1)%len(places))
		}
	}
}

// shuffled judges the rows in another order.
func (b *bench) shuffled(ctx context.Context) (way, error) {
	places := b.places()
	shuffle(places)
	t := table{columns: b.table.columns}
	for _, n := range places {
		t.rows = append(t.rows, b.table.rows[n-1])
	}
	in := b.in
	in.Path = filepath.Join(b.dir, "shuffled.parquet")
	if err := write(in.Path, in.Columns, t, len(t.rows)+1); err != nil {
		return way{}, fmt.Errorf("rows shuffled: %w", err)
	}
	return b.judge(ctx, "rows shuffled", in, places)
}

// grouped judges the rows in many small row groups.
func (b *bench) grouped(ctx context.Context) (way, error) {
	in := b.in
	in.Path = filepath.Join(b.dir, "groups.parquet")
	if err := write(in.Path, in.Columns, b.table, groupRows); err != nil {
		return way{}, fmt.Errorf("row groups: %w", err)
	}
	return b.judge(ctx, "rows in small groups", in, b.places())
}

// naive judges row by row in Go. The states of the rows come with it, and the
// rules that have no judge in Go: of those it knows only which rows they evaluate,
// and takes the failing ones as first has them.
func (b *bench) naive(ctx context.Context, first way) (w way, states map[string][]oracle.State, unjudged []string, err error) {
	w = way{name: "row by row in Go", outcomes: map[string]rules.Outcome{}, failing: map[string][]int64{}}
	states = map[string][]oracle.State{}
	x := oracle.Extract{Columns: b.table.columns, Rows: b.table.rows, Fields: b.set.Fields, Cutoff: b.facts.Cutoff}
	x.Eval = func(e *rules.Expr, row oracle.Row) (value, known bool) {
		counts, failure := b.Engine.Counts(ctx, plan.Constant(e, b.set.Fields, row.Typed, b.facts.Cutoff))
		if failure != nil {
			err = fmt.Errorf("expression %q: %w", e.Text, failure)
			return false, false
		}
		return counts[0] == 1, counts[1] == 1
	}
	for _, r := range b.set.Rules {
		v, judged := x.Judge(r, oracle.Inputs{Other: b.other(r), Facts: b.facts})
		if !judged {
			unjudged, states[r.ID] = append(unjudged, r.ID), v.Rows
			for _, n := range first.failing[r.ID] {
				v.Rows[n-1] = oracle.Failed
			}
			continue
		}
		w.outcomes[r.ID], states[r.ID] = v.Outcome, v.Rows
		for i, s := range v.Rows {
			if s == oracle.Failed {
				w.failing[r.ID] = append(w.failing[r.ID], int64(i)+1)
			}
		}
	}
	return w, states, unjudged, err
}

// other is the extract that a rule looks into, nil where there is none.
func (b *bench) other(r *rules.Rule) *oracle.Extract {
	id := otherOf(r)
	t, given := b.others[id]
	if !given {
		return nil
	}
	return &oracle.Extract{Columns: t.columns, Rows: t.rows, Fields: b.fields[id], Cutoff: b.facts.Cutoff}
}
