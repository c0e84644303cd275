package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/ruletest"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"

	"github.com/spf13/cobra"
)

type testFlags struct {
	update bool
	run    string
	zone   string
}

func newTest(g *globals) *cobra.Command {
	f := &testFlags{}
	c := &cobra.Command{
		Use:   "test DIR",
		Short: "Run the tests of rules in the .txtar files of a folder",
		Long:  "DIR is a file, or a folder with all below it. Exit code 0: all pass; 1: a case fails; 2: a case cannot be used.\n\n" + ruletest.Format(),
		Args:  oneArgument("the folder of the cases"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.test(c.Context(), args[0], f, c.OutOrStdout())
		},
	}
	flags := c.Flags()
	flags.BoolVar(&f.update, "update", false, "write the tables of the cases anew from what is counted")
	flags.StringVar(&f.run, "run", "", "only the cases whose name matches this regular expression")
	flags.StringVar(&f.zone, "zone", workspace.DefaultZone, "the city's time zone")
	return c
}

// tester runs cases and prints what becomes of them.
type tester struct {
	runner *ruletest.Runner
	flags  *testFlags
	only   *regexp.Regexp
	out    io.Writer

	passed, failed, broken, updated int
}

func (g *globals) test(ctx context.Context, path string, f *testFlags, stdout io.Writer) (err error) {
	t := &tester{flags: f, out: stdout}
	if t.only, err = regexp.Compile(f.run); err != nil {
		return fmt.Errorf("--run %q is no regular expression: %w", f.run, err)
	}
	zone, err := time.LoadLocation(f.zone)
	if err != nil {
		return fmt.Errorf("--zone %q is no time zone: write a name such as Asia/Shanghai", f.zone)
	}
	clock, err := g.clock()
	if err != nil {
		return err
	}
	files, err := ruletest.Find(path)
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "cdoscore-test-")
	if err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	engine, err := duck.Open(duck.Options{Dirs: []string{temp}, Temp: filepath.Join(temp, "tmp"), Zone: zone})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	t.runner = &ruletest.Runner{Engine: engine, Deps: deps(engine.ParseExpr, clock()), Zone: zone, Temp: temp, Workspace: sync.OnceValues(g.load)}
	for _, file := range files {
		if err := t.file(ctx, file); err != nil {
			return err
		}
	}
	return t.end(catalog(g.language(nil)).Text("cli.test.done", fmt.Sprint(t.passed), fmt.Sprint(t.failed), fmt.Sprint(t.broken), fmt.Sprint(t.updated)))
}

// file runs the cases of one archive.
func (t *tester) file(ctx context.Context, file string) error {
	cases, err := ruletest.Load(file)
	var config *rules.ConfigError
	if errors.As(err, &config) {
		t.broken++
		fmt.Fprintf(t.out, "FAIL %s\n%s\n", file, indented(err.Error()))
		return nil
	}
	if err != nil {
		return err
	}
	results, err := t.run(ctx, cases)
	if err != nil {
		return err
	}
	if t.flags.update {
		n, err := ruletest.Update(file, results)
		if err != nil {
			return err
		}
		if n > 0 {
			t.updated += n
			return t.again(ctx, file)
		}
	}
	for _, r := range results {
		t.print(r)
	}
	return nil
}

// again judges a file that was written anew.
func (t *tester) again(ctx context.Context, file string) error {
	cases, err := ruletest.Load(file)
	if err != nil {
		return err
	}
	results, err := t.run(ctx, cases)
	for _, r := range results {
		t.print(r)
	}
	return err
}

// run judges the cases that are wanted.
func (t *tester) run(ctx context.Context, cases []*ruletest.Case) ([]ruletest.Result, error) {
	var results []ruletest.Result
	for _, c := range cases {
		if !t.only.MatchString(c.Name) {
			continue
		}
		r, err := t.runner.Run(ctx, c)
		if err != nil {
			return results, fmt.Errorf("%s: case %s: %w", c.Pos, c.Name, err)
		}
		results = append(results, r)
	}
	return results, nil
}

func (t *tester) print(r ruletest.Result) {
	switch {
	case r.Passed():
		t.passed++
		fmt.Fprintf(t.out, "pass %s: %s\n", r.Case.Pos, r.Case.Name)
		return
	case r.Broken:
		t.broken++
	default:
		t.failed++
	}
	fmt.Fprintf(t.out, "FAIL %s: %s\n", r.Case.Pos, r.Case.Name)
	for _, p := range r.Problems {
		fmt.Fprintln(t.out, indented(p.String()))
	}
}

func indented(s string) string { return "  " + strings.ReplaceAll(s, "\n", "\n  ") }

// end says how many cases passed, and gives the exit code.
func (t *tester) end(summary string) error {
	fmt.Fprintln(t.out, summary)
	switch {
	case t.broken > 0:
		return &exitError{exitUsage, nil}
	case t.failed > 0:
		return &exitError{exitFailUnder, nil}
	}
	return nil
}
