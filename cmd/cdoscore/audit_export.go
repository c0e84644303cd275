package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/syslog"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"
)

// auditExport is where records go.
type auditExport struct {
	filter           auditFilter
	file, target, ca string
}

func newAuditExport(g *globals) *cobra.Command {
	var e auditExport
	c := &cobra.Command{
		Use:   "export -o FILE.jsonl | --syslog udp|tcp|tls://HOST:PORT",
		Short: "Export records of the audit trail to a file, or to a collector of logs (RFC 5424)",
		Long: "Every record is one JSON object with its own hash and that of the one before, so that a whole export can be verified by itself: a hash is the SHA-256 of seq, at\n" +
			"(nanoseconds since 1970), actor, unit, action, object, detail, remote and prev as text, each after its length in eight bytes, the highest first.\n" +
			"The last number is printed: give it as --after the next time, to send only what is new. UDP loses messages without a sign: prefer tls://. An export is recorded itself.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return g.withRegistry(c.Context(), func(r *registry) error { return r.exportAudit(c.Context(), e, c.OutOrStdout()) })
		},
	}
	e.filter.add(c)
	c.Flags().StringVarP(&e.file, "output", "o", "", "file of JSON lines; an older one is replaced")
	c.Flags().StringVar(&e.target, "syslog", "", "collector, as tls://logs.example.gov.cn:6514")
	c.Flags().StringVar(&e.ca, "ca-file", "", "trusted certificates instead of the system's, for tls://")
	c.MarkFlagsOneRequired("output", "syslog")
	c.MarkFlagsMutuallyExclusive("output", "syslog")
	return c
}

func (r *registry) exportAudit(ctx context.Context, e auditExport, w io.Writer) error {
	count, last, err := 0, e.filter.after, error(nil)
	seen := func(a ledger.AuditRecord) { count, last = count+1, a.Seq }
	to := e.file
	if e.file != "" {
		err = r.exportFile(ctx, e, seen)
	} else {
		to = e.target
		err = r.exportSyslog(ctx, e, seen)
	}
	if err != nil {
		return fmt.Errorf("export of the audit trail, after record %d: %w", last, err)
	}
	err = r.ledger.Audit(ctx, ledger.AuditRecord{At: r.clock(), Actor: operatorName(), Action: "audit.export", Object: to, Detail: fmt.Sprintf("%d records, the last %d", count, last)})
	if err == nil {
		fmt.Fprintln(w, catalog(r.lang).Text("cli.audit.exported", fmt.Sprint(count), to, fmt.Sprint(last)))
	}
	return err
}

func (r *registry) exportFile(ctx context.Context, e auditExport, seen func(ledger.AuditRecord)) error {
	pending, err := renameio.NewPendingFile(e.file, renameio.WithStaticPermissions(0o600))
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(pending)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	err = e.filter.each(ctx, r, func(a ledger.AuditRecord) error {
		seen(a)
		return encoder.Encode(document(a))
	})
	if err := errors.Join(err, buffered.Flush()); err != nil {
		return errors.Join(err, pending.Cleanup())
	}
	return pending.CloseAtomicallyReplace()
}

func (r *registry) exportSyslog(ctx context.Context, e auditExport, seen func(ledger.AuditRecord)) error {
	s, err := syslog.Dial(ctx, e.target, syslog.Options{CAFile: e.ca})
	if err != nil {
		return err
	}
	host, err := os.Hostname()
	if err != nil {
		host = ""
	}
	err = e.filter.each(ctx, r, func(a ledger.AuditRecord) error {
		text, err := json.Marshal(document(a))
		if err != nil {
			return err
		}
		if err := s.Send(syslog.Message{Priority: syslog.Audit, At: a.At, Host: host, App: "cdoscore", Kind: a.Action, Text: string(text)}); err != nil {
			return err
		}
		seen(a)
		return nil
	})
	return errors.Join(err, s.Close())
}
