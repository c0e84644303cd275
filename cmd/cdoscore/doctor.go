package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"cdoscore/pipeline"
	"cdoscore/pipeline/doctor"
	"cdoscore/reports/message"
	"cdoscore/rules"

	"github.com/spf13/cobra"
)

type doctorFlags struct {
	format  string
	timeout time.Duration
}

func newDoctor(g *globals) *cobra.Command {
	var f doctorFlags
	c := &cobra.Command{
		Use:   "doctor [DIR]",
		Short: "Examine a workspace and its machine, and say what to mend; exits with 1 where a night could not go well",
		Long: "Looks at the configuration, the clock, the zone, disk space, permissions of the state folder, the lock and who holds it, the ledger's database, the audit trail and its\n" +
			"anchor, files that are missing or left over, the calendar's end, fonts, and whether each source answers and lets the platform in; no extract is read.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			if err := checkFormat(f.format, "table", "json"); err != nil {
				return err
			}
			return g.doctor(c.Context(), f, c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&f.format, "format", "table", "table or json")
	c.Flags().DurationVar(&f.timeout, "timeout", 10*time.Second, "how long one source may take to answer")
	return c
}

// sourcesAtOnce are asked at the same time.
const sourcesAtOnce = 16

func (g *globals) doctor(ctx context.Context, f doctorFlags, w io.Writer) error {
	e := examination{texts: catalog(g.language(nil))}
	g.examine(ctx, f, &e)
	if f.format == "json" {
		if err := writeJSON(w, e.document()); err != nil {
			return err
		}
	} else {
		e.print(w)
	}
	if e.worst() == doctor.Fail {
		return &exitError{code: exitFailUnder}
	}
	return nil
}

// examine looks at the configuration, then at the ledger, then at all that needs
// both. One that was never run has no state yet.
func (g *globals) examine(ctx context.Context, f doctorFlags, e *examination) {
	w, err := g.load()
	if err != nil {
		e.broken("configuration", "doctor.config.broken", err)
		return
	}
	e.texts = catalog(g.language(w))
	e.findings = []doctor.Finding{{Check: "configuration", State: doctor.OK, Found: rules.Note{Key: "doctor.config", Args: []string{fmt.Sprint(len(w.Units)), fmt.Sprint(len(w.Datasets))}}}}
	err = g.withRegistry(ctx, func(r *registry) error {
		patient := &doctor.Patient{
			Workspace: r.w, Ledger: r.ledger, Now: r.clock(), Source: source, Machine: doctor.System{}, Patience: f.timeout, AtOnce: sourcesAtOnce,
		}
		for _, found := range patient.Examine(ctx) {
			found.Because.Args = pipeline.Outward(r.w, found.Because.Args...)
			e.findings = append(e.findings, found)
		}
		return nil
	})
	if err != nil {
		e.broken("ledger", "doctor.ledger.damaged", err)
	}
}

// broken adds a failure without which nothing further can be examined.
func (e *examination) broken(check, key string, err error) {
	e.findings = append(e.findings, doctor.Finding{Check: check, State: doctor.Fail, Found: rules.Note{Key: key, Args: []string{err.Error()}}, Remedy: rules.Note{Key: key + ".remedy"}})
}

// examination is what a doctor found, in a language.
type examination struct {
	texts    *message.Catalog
	findings []doctor.Finding
}

func (e *examination) worst() doctor.State {
	worst := doctor.OK
	for _, f := range e.findings {
		if f.State == doctor.Fail || worst == doctor.OK {
			worst = f.State
		}
	}
	return worst
}

// found is what was found, and why where that is known.
func (e *examination) found(f doctor.Finding) string {
	parts := []string{e.texts.Note(f.Found)}
	if f.Because.Key != "" {
		parts = append(parts, e.texts.Note(f.Because))
	}
	return strings.Join(parts, e.texts.Text("cli.doctor.colon"))
}

func (e *examination) print(w io.Writer) {
	for _, f := range e.findings {
		fmt.Fprintf(w, "%s  %s%s%s\n", e.texts.Text("cli.doctor."+string(f.State)), e.texts.Text("cli.doctor.check."+f.Check), e.texts.Text("cli.doctor.colon"), e.found(f))
		if f.Remedy.Key != "" {
			fmt.Fprintf(w, "      %s%s\n", e.texts.Text("cli.doctor.do"), e.texts.Note(f.Remedy))
		}
	}
}

// findingDocument is a finding in the document of `doctor --format json`.
type findingDocument struct {
	Check  string       `json:"check"`
	State  doctor.State `json:"state"`
	Found  string       `json:"found"`
	Remedy string       `json:"remedy"`
}

func (e *examination) document() []findingDocument {
	out := make([]findingDocument, len(e.findings))
	for i, f := range e.findings {
		out[i] = findingDocument{f.Check, f.State, e.found(f), e.texts.Note(f.Remedy)}
	}
	return out
}
