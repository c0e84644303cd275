package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"cdoscore/reports/message"

	"github.com/spf13/cobra"
)

// globals are the flags of every command.
type globals struct {
	workspace string
	now       string
	lang      string
	command   string // that is run, as "cdoscore run"
}

func newRoot() *cobra.Command {
	g := &globals{}
	root := &cobra.Command{
		Use:           "cdoscore",
		Short:         "Scores the quality of a city's data and writes the assessment workbooks of its units",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return &exitError{exitUsage, fmt.Errorf("%w\nRun `%s --help` for what it takes", err, c.CommandPath())}
	})
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error {
		g.command = c.CommandPath()
		return g.checkLanguage()
	}
	flags := root.PersistentFlags()
	flags.StringVarP(&g.workspace, "workspace", "w", envOr("CDOSCORE_WORKSPACE", "."), "the workspace's folder")
	flags.StringVar(&g.now, "now", "", "take this moment (RFC 3339) as the clock, for rehearsals")
	flags.StringVar(&g.lang, "lang", "", "language of messages: zh-Hans, zh-Hant or en (default: the workspace's)")
	root.AddCommand(
		newInit(g), newValidate(g), newProfile(g), newRules(g), newTest(g),
		newRun(g), newSources(g), newCheck(g), newResults(g), newExplain(g), newReport(g), newSchedule(g),
		newScores(g), newAssess(g), newCycle(g),
		newRectify(g), newAppeal(g),
		newServe(g), newNight(g),
		newUser(g), newAudit(g), newBackup(g), newRestore(g), newDoctor(g),
		newScorecards(g), newVerify(g), newBulletin(g), newDutyReport(g),
		newBackfill(g),
		newTemplate(g),
		newDemo(g), newVersion(),
		newCheckWorker(),
	)
	return root
}

// oneArgument wants exactly one argument, and says what it is.
func oneArgument(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != 1 {
			return fmt.Errorf("%s takes one argument, %s, but was given %d: %s", c.CommandPath(), what, len(args), c.UseLine())
		}
		return nil
	}
}

func (g *globals) checkLanguage() error {
	if g.lang == "" || slices.Contains(message.Languages, g.lang) {
		return nil
	}
	return fmt.Errorf("--lang %q: must be one of %s", g.lang, strings.Join(message.Languages, ", "))
}

func envOr(name, def string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return def
}

// clock is the one clock of the program.
func (g *globals) clock() (func() time.Time, error) {
	if g.now == "" {
		return time.Now, nil
	}
	at, err := time.Parse(time.RFC3339, g.now)
	if err != nil {
		return nil, fmt.Errorf("--now %q is not a moment: write it as 2026-03-02T06:00:00+08:00", g.now)
	}
	return func() time.Time { return at }, nil
}

// folder takes the workspace from an optional argument.
func (g *globals) folder(args []string) {
	if len(args) > 0 {
		g.workspace = args[0]
	}
}

// day reads a --slot.
func day(s string, zone *time.Location) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	d, err := time.ParseInLocation(time.DateOnly, s, zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("--slot %q is not a day: write the last covered day as 2026-03-02", s)
	}
	return d, nil
}
