package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"cdoscore/pipeline/ledger"

	"github.com/spf13/cobra"
)

func newAudit(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "audit",
		Short: "Verify, list and export the audit trail",
		Long: "Every sign-in, upload, confirmation, export and change of an account is recorded, in the same transaction as the act itself, and each record holds the hash of the\n" +
			"one before. Nothing in the program removes a record, so that the six months for which a trail must be kept are kept as long as the state folder is; a backup\n" +
			"holds it too.",
	}
	c.AddCommand(newAuditVerify(g), newAuditList(g), newAuditExport(g))
	return c
}

func newAuditVerify(g *globals) *cobra.Command {
	var anchor string
	c := &cobra.Command{
		Use:   "verify",
		Short: "Recompute the chain of hashes, and compare it with its anchor; exits with 1 where it does not hold",
		Long: "The chain shows a record that was changed, taken out or put in between. It cannot show that its end was cut off, or that the whole was written anew: for that\n" +
			"there is the anchor, the number and hash of the newest record, which every command that recorded something writes to var/" + ledger.AnchorFile + " as it ends, and\n" +
			"`serve` writes again and again. An anchor vouches for the records up to its own and for none after it. Whoever can write the whole state folder can forge ledger and\n" +
			"anchor together: copy the anchor (it is in every backup), or send the trail to a collector by `audit export --syslog`, to where he cannot write, and give the copy\n" +
			"with --anchor. No software can prove that an act was recorded that its own operator kept it from recording.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return g.withRegistry(c.Context(), func(r *registry) error { return r.verifyAudit(c.Context(), anchor, c.OutOrStdout()) })
		},
	}
	c.Flags().StringVar(&anchor, "anchor", "", "compare with this copy of an anchor (default: the one in the state folder)")
	return c
}

func (r *registry) verifyAudit(ctx context.Context, anchorFile string, w io.Writer) error {
	last, err := r.ledger.VerifyAudit(ctx)
	if err != nil {
		return brokenAudit(err)
	}
	path := anchorFile
	if path == "" {
		path = filepath.Join(r.w.VarDir(), ledger.AnchorFile)
	}
	texts := catalog(r.lang)
	a, err := ledger.ReadAnchor(path)
	switch {
	case anchorFile == "" && errors.Is(err, fs.ErrNotExist) && last.Seq == 0:
		fmt.Fprintln(w, texts.Text("cli.audit.empty"))
		return nil
	case anchorFile == "" && errors.Is(err, fs.ErrNotExist):
		return &exitError{exitFailUnder, fmt.Errorf("%w: it holds %d records, but there is no anchor %s, so that its end may have been cut off; if you know why the file is not there, it comes back with the next record", ledger.ErrAuditBroken, last.Seq, path)}
	case err != nil:
		return err
	}
	if err := r.ledger.VerifyAnchor(ctx, a); err != nil {
		return brokenAudit(err)
	}
	fmt.Fprintln(w, texts.Text("cli.audit.valid", fmt.Sprint(last.Seq), last.At.Format(time.DateTime), last.Hash, fmt.Sprint(a.Seq), path))
	return nil
}

func brokenAudit(err error) error {
	if errors.Is(err, ledger.ErrAuditBroken) {
		return &exitError{exitFailUnder, err}
	}
	return err
}

// auditFilter says which records are wanted; empty texts and zero numbers want all.
type auditFilter struct {
	from, to, actor, action, unit string
	after                         int64
}

func (f *auditFilter) add(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&f.from, "from", "", "first day, as 2026-03-01")
	flags.StringVar(&f.to, "to", "", "last day, as 2026-03-31")
	flags.StringVar(&f.actor, "actor", "", "only what this account did")
	flags.StringVar(&f.action, "action", "", "only this action, as upload.confirm, or all of one kind, as upload")
	flags.StringVar(&f.unit, "unit", "", "only what concerns this unit")
	flags.Int64Var(&f.after, "after", 0, "only records after this number")
}

// each gives the wanted records to do, oldest first.
func (f auditFilter) each(ctx context.Context, r *registry, do func(ledger.AuditRecord) error) error {
	days := map[string]time.Time{}
	for flag, s := range map[string]string{"--from": f.from, "--to": f.to} {
		if s == "" {
			continue
		}
		d, err := time.ParseInLocation(time.DateOnly, s, r.w.Zone)
		if err != nil {
			return fmt.Errorf("%s %q is not a day: write it as 2026-03-01", flag, s)
		}
		days[flag] = d
	}
	if to, ok := days["--to"]; ok {
		days["--to"] = to.AddDate(0, 0, 1)
	}
	return r.ledger.AuditTrail(ctx, func(a ledger.AuditRecord) error {
		until, ends := days["--to"]
		switch {
		case a.Seq <= f.after, a.At.Before(days["--from"]), ends && !a.At.Before(until),
			f.actor != "" && a.Actor != f.actor, f.unit != "" && a.Unit != f.unit,
			f.action != "" && a.Action != f.action && !strings.HasPrefix(a.Action, f.action+"."):
			return nil
		}
		return do(a)
	})
}

func newAuditList(g *globals) *cobra.Command {
	var f auditFilter
	var format string
	c := &cobra.Command{
		Use:   "list",
		Short: "List records of the audit trail",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := checkFormat(format, "table", "jsonl"); err != nil {
				return err
			}
			return g.withRegistry(c.Context(), func(r *registry) error { return r.listAudit(c.Context(), f, format, c.OutOrStdout()) })
		},
	}
	f.add(c)
	c.Flags().StringVar(&format, "format", "table", "table or jsonl")
	return c
}

func (r *registry) listAudit(ctx context.Context, f auditFilter, format string, w io.Writer) error {
	if format == "jsonl" {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		return f.each(ctx, r, func(a ledger.AuditRecord) error { return encoder.Encode(document(a)) })
	}
	texts := catalog(r.lang)
	rows := [][]string{nil}
	for _, key := range []string{"seq", "at", "actor", "unit", "action", "object", "remote", "detail"} {
		rows[0] = append(rows[0], texts.Text("cli.audit."+key))
	}
	err := f.each(ctx, r, func(a ledger.AuditRecord) error {
		rows = append(rows, []string{fmt.Sprint(a.Seq), a.At.Format(time.DateTime), a.Actor, dash(a.Unit), a.Action, dash(a.Object), dash(a.Remote), a.Detail})
		return nil
	})
	if err == nil {
		printTable(w, rows)
	}
	return err
}

// auditDocument is a record as it is exported. Its hash is the SHA-256 of seq, at
// (nanoseconds since 1970), actor, unit, action, object, detail, remote and prev as
// text, each after its length in eight bytes, the highest first.
type auditDocument struct {
	Seq    int64     `json:"seq"`
	At     time.Time `json:"at"`
	Actor  string    `json:"actor"`
	Unit   string    `json:"unit"`
	Action string    `json:"action"`
	Object string    `json:"object"`
	Detail string    `json:"detail"`
	Remote string    `json:"remote"`
	Prev   string    `json:"prev"`
	Hash   string    `json:"hash"`
}

func document(a ledger.AuditRecord) auditDocument { return auditDocument(a) }
