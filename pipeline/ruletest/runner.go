package ruletest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"cdoscore/pipeline"
	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/oracle"
	"cdoscore/rules/plan"
)

// Runner judges cases.
type Runner struct {
	Engine *duck.Engine   // may read Temp
	Deps   workspace.Deps // what dataset files may name
	Zone   *time.Location // the city's
	Temp   string         // where extracts are frozen
	// Workspace loads the workspace whose datasets cases may name. It is asked only
	// where one does.
	Workspace func() (*workspace.Workspace, error)
}

// Result is what became of one case.
type Result struct {
	Case     *Case
	Problems []Problem // none: it passed
	// Unjudged are the rules that have no judge in Go beside the engine's.
	Unjudged []string
	// States are what each row is under each rule, by the oracle.
	States  map[string][]oracle.State
	Columns []string          // received, without those of the case
	Remarks []string          // of the rows
	Kinds   map[string]string // rule → kind
	// Update is what want, or want.error, should hold by what was found.
	Update string
	// Broken: the case itself cannot be used, by no fault of a rule. Torn: two ways
	// of judging differ, so that there is nothing to want.
	Broken, Torn bool
}

// Problem is one thing that is not as wanted.
type Problem struct {
	Pos     rules.Pos
	Message string
}

func (p Problem) String() string { return p.Pos.String() + ": " + p.Message }

// Passed reports whether everything is as wanted.
func (r Result) Passed() bool { return len(r.Problems) == 0 }

// Run judges one case. Its error is the platform's, or the context's.
func (r *Runner) Run(ctx context.Context, c *Case) (out Result, err error) {
	out = Result{Case: c}
	dir, err := os.MkdirTemp(r.Temp, "case-")
	if err != nil {
		return out, fmt.Errorf("folder of a case: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	var diags rules.Diagnostics
	settings := c.settings(r.Zone, &diags)
	c.checkDataset(settings, &diags)
	if err := diags.Err(); err != nil {
		out.broken(err)
		return out, nil
	}
	set, others, err := r.dataset(c, settings, filepath.Join(dir, "configuration"))
	var config *rules.ConfigError
	refused := errors.As(err, &config) && settings.dataset == ""
	wanted, refuses := c.files[errorFile]
	switch {
	case err != nil && !refused:
		return out, err
	case refuses:
		out.refused(wanted, err)
		return out, nil
	case refused:
		out.broken(err)
		return out, nil
	}
	out.Kinds = map[string]string{}
	for _, rule := range set.Rules {
		out.Kinds[rule.ID] = rule.Kind.Name
	}
	w := c.want(&diags)
	w.checkRules(ruleIDs(set), &diags)
	b := &bench{Runner: r, dir: dir, set: set, settings: settings, others: map[string]table{}, fields: map[string][]rules.Field{}}
	if err := b.prepare(ctx, c, others, &diags); err != nil {
		return out, err
	}
	if err := diags.Err(); err != nil {
		out.broken(err)
		return out, nil
	}
	return out, b.run(ctx, &out, w)
}

// dataset reads the dataset that a case is about and the others that it may refer
// to: the case's own, or those of the workspace.
func (r *Runner) dataset(c *Case, s settings, dir string) (set *workspace.Dataset, others []*workspace.Dataset, err error) {
	if s.dataset == "" {
		if err := c.configure(dir); err != nil {
			return nil, nil, err
		}
		return workspace.ParseCase(os.DirFS(dir), r.Deps)
	}
	w, err := r.Workspace()
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("the workspace whose dataset %s the case names: %w", s.dataset, err)
	case w.Zone.String() != r.Zone.String():
		return nil, nil, fmt.Errorf("the workspace is in the zone %s, and the cases are judged in %s: run them with --zone %s", w.Zone, r.Zone, w.Zone)
	}
	if set = w.Dataset(s.dataset); set == nil {
		ids := make([]string, len(w.Datasets))
		for i, d := range w.Datasets {
			ids[i] = d.ID
		}
		return nil, nil, fmt.Errorf("the workspace has no dataset %q%s", s.dataset, rules.Suggest(s.dataset, ids))
	}
	return set, w.Datasets, nil
}

// configure writes the part of a case that a workspace would hold.
func (c *Case) configure(dir string) error {
	for name, m := range c.files {
		if name != workspace.CaseFile && !strings.HasPrefix(name, "codes/") && !(strings.HasPrefix(name, "datasets/") && strings.HasSuffix(name, ".yaml")) {
			continue
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return fmt.Errorf("folder of a case: %w", err)
		}
		if err := os.WriteFile(path, m.data, 0o600); err != nil {
			return fmt.Errorf("folder of a case: %w", err)
		}
	}
	return nil
}

// run judges the rows in every way and compares.
func (b *bench) run(ctx context.Context, out *Result, w want) error {
	if !b.settings.arrived {
		first := way{name: "not arrived", outcomes: pipeline.Absent(b.set.Rules, b.facts)}
		out.compareWant(w, first, b.set)
		return nil
	}
	first, err := b.fused(ctx)
	if err != nil {
		return err
	}
	for _, other := range []func(context.Context) (way, error){b.alone, b.shuffled, b.grouped} {
		found, err := other(ctx)
		if err != nil {
			return err
		}
		out.compareWays(first, found, ruleIDs(b.set))
	}
	naive, states, unjudged, err := b.naive(ctx, first)
	if err != nil {
		return err
	}
	out.Unjudged, out.States, out.Columns, out.Remarks = unjudged, states, b.table.columns, b.table.remarks
	out.compareWays(first, naive, slices.DeleteFunc(ruleIDs(b.set), func(id string) bool { return slices.Contains(unjudged, id) }))
	out.compareGroups(first.groups, states)
	out.compareStates(b.table, states)
	out.compareWant(w, first, b.set)
	return nil
}

// refused compares the errors of a configuration that is not to be taken.
func (out *Result) refused(wanted member, err error) {
	got := ""
	if err != nil {
		got = err.Error() + "\n"
	}
	out.Update = got
	if strings.TrimSpace(string(wanted.data)) != strings.TrimSpace(got) {
		out.add(wanted.pos, "the dataset is to be refused otherwise\n%s", diff(string(wanted.data), got))
	}
}

func (out *Result) add(pos rules.Pos, format string, args ...any) {
	out.Problems = append(out.Problems, Problem{pos, fmt.Sprintf(format, args...)})
}

// broken reports mistakes of the case at their places in the archive.
func (out *Result) broken(err error) {
	out.Broken = true
	var config *rules.ConfigError
	if !errors.As(err, &config) {
		out.add(out.Case.Pos, "%v", err)
		return
	}
	for _, d := range config.Diagnostics {
		out.add(out.Case.place(d.Pos), "%s", d.Message)
	}
}

// place turns a place in a file of the case into one of the archive.
func (c *Case) place(at rules.Pos) rules.Pos {
	m, ok := c.files[at.File]
	if !ok {
		return c.Pos
	}
	return rules.Pos{File: m.pos.File, Line: m.pos.Line + at.Line, Col: max(1, at.Col)}
}

func (out *Result) torn(format string, args ...any) {
	out.Torn = true
	out.add(out.Case.Pos, format, args...)
}

// compareWays reports where another way counts otherwise.
func (out *Result) compareWays(first, other way, ids []string) {
	for _, id := range ids {
		if a, b := first.outcomes[id], other.outcomes[id]; !reflect.DeepEqual(a, b) {
			out.torn("rule %s counts %s with %s, and %s with %s", id, brief(a), first.name, brief(b), other.name)
		}
		if a, b := first.failing[id], other.failing[id]; !slices.Equal(a, b) {
			out.torn("rule %s fails rows %v with %s, and %v with %s", id, a, first.name, b, other.name)
		}
	}
	if other.groups != nil && !reflect.DeepEqual(first.groups, other.groups) {
		out.torn("check groups are %v with %s, and %v with %s", first.groups, first.name, other.groups, other.name)
	}
}

func brief(o rules.Outcome) string {
	s := fmt.Sprintf("total %d, applicable %d, missing %d, evaluated %d, failed %d, groups %d", o.Total, o.Applicable, o.Missing, o.Evaluated, o.Failed, o.Groups)
	if o.Credit != nil {
		s += fmt.Sprintf(", credit %d", *o.Credit)
	}
	if o.Note.Key != "" {
		s += fmt.Sprintf(" (%s %q)", o.Note.Key, o.Note.Args)
	}
	return s
}

// compareGroups counts each check group by the states of its rules' rows: a row
// counts once, however many of them it fails.
func (out *Result) compareGroups(groups []plan.Group, states map[string][]oracle.State) {
	for _, g := range groups {
		evaluated, failed := map[int]bool{}, map[int]bool{}
		known := true
		for _, id := range g.Rules {
			known = known && states[id] != nil && !slices.Contains(out.Unjudged, id)
			for i, s := range states[id] {
				if s == oracle.Passed || s == oracle.Failed {
					evaluated[i] = true
				}
				if s == oracle.Failed {
					failed[i] = true
				}
			}
		}
		if known && (g.Evaluated != int64(len(evaluated)) || g.Failed != int64(len(failed))) {
			out.torn("check group %s of rules %v: evaluated %d, failed %d, and row by row in Go %d, %d", g.ID, g.Rules, g.Evaluated, g.Failed, len(evaluated), len(failed))
		}
	}
}
