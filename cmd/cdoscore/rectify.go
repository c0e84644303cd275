package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/rectification"
	"cdoscore/reports"
	"cdoscore/reports/filled"
	"cdoscore/reports/message"

	"github.com/spf13/cobra"
)

func newRectify(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "rectify",
		Short: "Issue findings, take the units' replies, and follow what later extracts show",
		Long: "A finding is a scored rule that fails at the end of a period. It keeps its number for good: a fault that comes back is the same finding again.\n" +
			"Whether it is put right is never declared but shown by the slots after it.",
	}
	c.AddCommand(newRectifyIssue(g), newRectifyList(g), newRectifyImport(g))
	return c
}

func newRectifyIssue(g *globals) *cobra.Command {
	var period, by string
	c := &cobra.Command{
		Use:   "issue [DIR] --period PERIOD --by NAME",
		Short: "Give every rule that fails at the end of a period a number and a deadline",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			return g.withSite(c.Context(), false, func(s *site) error { return s.issueFindings(c.Context(), period, by, c.OutOrStdout()) })
		},
	}
	c.Flags().StringVar(&period, "period", "", "2026-03, 2026-Q1, 2026, or a cycle's name")
	c.Flags().StringVar(&by, "by", "", "who issues them, for the audit trail")
	requireFlags(c, "period", "by")
	return c
}

// requireFlags makes cobra refuse a command without them.
func requireFlags(c *cobra.Command, names ...string) {
	for _, n := range names {
		if err := c.MarkFlagRequired(n); err != nil {
			panic(err) // the flag does not exist: a mistake of the program
		}
	}
}

func (s *site) register() *rectification.Register {
	return &rectification.Register{Workspace: s.w, Ledger: s.ledger, Now: s.clock().In(s.w.Zone)}
}

func (s *site) issueFindings(ctx context.Context, period, by string, w io.Writer) error {
	p, err := s.w.Period(period)
	if err != nil {
		return err
	}
	added, err := s.register().Issue(ctx, p, by)
	if err != nil {
		return err
	}
	texts := catalog(s.lang)
	for _, f := range added {
		fmt.Fprintln(w, texts.Text("cli.rectify.issued", f.Number, f.Dataset, f.Rule, fmt.Sprint(f.Failed), fmt.Sprint(f.Evaluated), f.Deadline))
	}
	fmt.Fprintln(w, texts.Text("cli.rectify.count", fmt.Sprint(len(added))))
	return nil
}

func newRectifyList(g *globals) *cobra.Command {
	var unit, format string
	c := &cobra.Command{
		Use:   "list [DIR]",
		Short: "Show every finding with its state, and the share that each unit has put right",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			if err := checkFormat(format, "table", "json"); err != nil {
				return err
			}
			return g.withSite(c.Context(), false, func(s *site) error { return s.listFindings(c.Context(), unit, format, c.OutOrStdout()) })
		},
	}
	c.Flags().StringVar(&unit, "unit", "", "only this unit")
	c.Flags().StringVar(&format, "format", "table", "table or json")
	return c
}

func (s *site) listFindings(ctx context.Context, unit, format string, w io.Writer) error {
	if unit != "" {
		if err := s.knownUnits([]string{unit}); err != nil {
			return err
		}
	}
	r := s.register()
	list, err := r.Follow(ctx, unit)
	if err != nil {
		return err
	}
	if format == "json" {
		return writeJSON(w, findingsDocument(list))
	}
	texts := catalog(s.lang)
	if len(list) == 0 {
		fmt.Fprintln(w, texts.Text("cli.rectify.none"))
		return nil
	}
	rows := [][]string{textRow(texts, "col.number", "col.dataset", "col.rule", "cli.rectify.first", "cli.rectify.now", "col.state", "col.deadline", "col.closed", "cli.rectify.times")}
	for _, x := range list {
		rows = append(rows, findingRow(texts, x))
	}
	printTable(w, rows)
	fmt.Fprintln(w)
	s.printRates(w, texts, r, list)
	return nil
}

// textRow is a row of headings.
func textRow(texts *message.Catalog, keys ...string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = texts.Text(k)
	}
	return out
}

func findingRow(texts *message.Catalog, x rectification.Status) []string {
	f := x.Finding
	now, closed := "—", "—"
	if x.Checked != nil {
		now = fmt.Sprintf("%d/%d", x.Checked.Failed, x.Checked.Evaluated)
	}
	if x.ClosedOn != "" {
		closed = x.ClosedOn
	}
	return []string{f.Number, f.Dataset, f.Rule, fmt.Sprintf("%d/%d", f.Failed, f.Evaluated), now, texts.Text("finding." + string(x.State)), f.Deadline, closed, strconv.Itoa(x.Times)}
}

// printRates prints 整改率 of each unit that has findings.
func (s *site) printRates(w io.Writer, texts *message.Catalog, r *rectification.Register, list []rectification.Status) {
	byUnit := map[string][]rectification.Status{}
	for _, x := range list {
		byUnit[x.Finding.Unit] = append(byUnit[x.Finding.Unit], x)
	}
	rows := [][]string{textRow(texts, "cli.assess.unit", "cli.rectify.findings", "cli.rectify.in_time", "cli.rectify.overdue", "cli.rectify.recurred", "cli.rectify.rate", "cli.rectify.longest")}
	for _, u := range s.w.Units {
		if len(byUnit[u.ID]) == 0 {
			continue
		}
		sum := rectification.Summarise(byUnit[u.ID], r.Now)
		rate, _ := sum.Rate()
		rows = append(rows, []string{u.Name.In(s.lang), fmt.Sprint(sum.Findings), fmt.Sprint(sum.InTime), fmt.Sprint(sum.Overdue), fmt.Sprint(sum.Recurred), fmt.Sprintf("%.1f%%", 100*rate), fmt.Sprint(sum.Longest)})
	}
	printTable(w, rows)
}

// findingJSON is one finding of `rectify list --format json`.
type findingJSON struct {
	Number    string `json:"number"`
	Unit      string `json:"unit"`
	Dataset   string `json:"dataset"`
	Rule      string `json:"rule"`
	Code      string `json:"code"`
	Period    string `json:"period"`
	Slot      string `json:"slot"`
	Failed    int64  `json:"failed"`
	Evaluated int64  `json:"evaluated"`
	State     string `json:"state"`
	Deadline  string `json:"deadline"`
	Checked   string `json:"checked_slot,omitempty"`
	Resolved  string `json:"resolved_on,omitempty"`
	Closed    string `json:"closed_on,omitempty"`
	Times     int    `json:"recurred"`
	// Reply is the newest one; absent where the unit has not answered.
	Reply *replyJSON `json:"reply,omitempty"`
}

type replyJSON struct {
	At       time.Time `json:"at"`
	Actor    string    `json:"actor"`
	Progress string    `json:"progress"`
	Analysis string    `json:"analysis,omitempty"`
	Measures string    `json:"measures,omitempty"`
	Planned  string    `json:"planned,omitempty"`
	Evidence string    `json:"evidence,omitempty"`
}

func findingsDocument(list []rectification.Status) []findingJSON {
	out := []findingJSON{}
	for _, x := range list {
		f := x.Finding
		j := findingJSON{Number: f.Number, Unit: f.Unit, Dataset: f.Dataset, Rule: f.Rule, Code: reports.Code(f.Dataset, f.Slot, f.Rule), Period: f.Period, Slot: f.Slot,
			Failed: f.Failed, Evaluated: f.Evaluated, State: string(x.State), Deadline: f.Deadline, Resolved: x.ResolvedOn, Closed: x.ClosedOn, Times: x.Times}
		if x.Checked != nil {
			j.Checked = x.Checked.Slot
		}
		if r := x.Reply; r != nil {
			j.Reply = &replyJSON{r.At, r.Actor, r.Progress, r.Analysis, r.Measures, r.Planned, r.Evidence}
		}
		out = append(out, j)
	}
	return out
}

func newRectifyImport(g *globals) *cobra.Command {
	var by string
	c := &cobra.Command{
		Use:   "import FILE --by NAME",
		Short: "Read the replies that a unit filled into 整改清单 of its workbook",
		Long:  "Rows in which the unit filled in nothing are passed over. One mistake refuses the whole file, each with its cell; a later reply replaces an earlier one, which stays on record.",
		Args:  oneArgument("the returned workbook"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.withSite(c.Context(), false, func(s *site) error { return s.importReplies(c.Context(), args[0], by, c.OutOrStdout()) })
		},
	}
	c.Flags().StringVar(&by, "by", "", "who answers, for the audit trail")
	requireFlags(c, "by")
	return c
}

func (s *site) importReplies(ctx context.Context, file, by string, w io.Writer) error {
	sheet, err := filled.Read(ctx, file, "sheet.rectify", replyHeadings...)
	if err != nil {
		return err
	}
	findings, err := s.ledger.Findings(ctx, "")
	if err != nil {
		return err
	}
	unit, replies, err := readReplies(sheet, findings)
	if err != nil {
		return err
	}
	if len(replies) == 0 {
		return fmt.Errorf("%s, sheet %s: no row is filled in: enter 原因分析, 整改措施, 计划完成时间 and 完成情况, then import it again", sheet.File, sheet.Name)
	}
	if err := s.register().Answer(ctx, unit, replies, by, ""); err != nil {
		return err
	}
	fmt.Fprintln(w, catalog(s.lang).Text("cli.rectify.replies", fmt.Sprint(len(replies)), s.w.Unit(unit).Name.In(s.lang)))
	return nil
}

// replyHeadings are what is read of 整改清单; the first names the finding.
var replyHeadings = []string{"col.number", "col.analysis", "col.measures", "col.planned", "col.progress", "col.evidence"}

// readReplies reads the rows that are filled in, with every mistake at once.
func readReplies(sheet *filled.Sheet, findings []ledger.Finding) (unit string, out []ledger.Reply, err error) {
	units := map[string]string{}
	for _, f := range findings {
		units[f.Number] = f.Unit
	}
	var problems []error
	for _, row := range sheet.Rows {
		r, given := readReply(row, &problems)
		if !given {
			continue
		}
		owner, known := units[r.Finding]
		switch {
		case !known:
			problems = append(problems, row.Errorf("col.number", "%q is no finding that was issued: keep the number as it was handed out", r.Finding))
		case unit != "" && owner != unit:
			problems = append(problems, row.Errorf("col.number", "%s belongs to another unit than the rows before it: import each unit's workbook by itself", r.Finding))
		default:
			unit = owner
		}
		out = append(out, r)
	}
	return unit, out, errors.Join(problems...)
}

// readReply reads one row; given is false where the unit filled in nothing.
func readReply(row filled.Row, problems *[]error) (r ledger.Reply, given bool) {
	r = ledger.Reply{Finding: row.Text("col.number"), Analysis: row.Text("col.analysis"), Measures: row.Text("col.measures"), Evidence: row.Text("col.evidence")}
	for _, h := range replyHeadings[1:] {
		given = given || row.Text(h) != ""
	}
	if !given {
		return r, false
	}
	wrong := map[string]bool{} // headings of cells that cannot be read
	var err error
	if r.Planned, err = row.Day("col.planned"); err != nil {
		wrong["col.planned"], *problems = true, append(*problems, err)
	}
	progress, err := row.Choice("col.progress", progressKeys()...)
	if err != nil {
		wrong["col.progress"], *problems = true, append(*problems, err)
	}
	r.Progress = strings.TrimPrefix(progress, progressKey)
	for _, f := range rectification.CheckReply(r) {
		if h := "col." + f.Entry; !wrong[h] {
			*problems = append(*problems, row.Errorf(h, "%w", f))
		}
	}
	return r, true
}

// progressKey with one of rectification.Progresses is the message of a choice of 完成情况.
const progressKey = "rectify."

func progressKeys() []string {
	keys := rectification.Progresses()
	for i := range keys {
		keys[i] = progressKey + keys[i]
	}
	return keys
}
