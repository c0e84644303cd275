package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cdoscore/pipeline/backup"
	"cdoscore/pipeline/ledger"

	"github.com/google/renameio/v2"
	"github.com/spf13/cobra"
)

type backupFlags struct {
	output           string
	withoutSnapshots bool
	exclude          []string
}

func newBackup(g *globals) *cobra.Command {
	var f backupFlags
	c := &cobra.Command{
		Use:   "backup [DIR] -o FILE.tar.zst",
		Short: "Write the whole workspace into one file, also while serve or a night is at work",
		Long: "The file holds configuration, ledger with accounts and audit trail, results and samples of every run, snapshots, uploads, workbooks, and a manifest with the SHA-256\n" +
			"of each. The ledger is copied as it is at one moment. The file holds unmasked data, password hashes and var/" + totpKeyFile + ": keep it where only those may read it who\n" +
			"may read the workspace. What is no regular file is left out and named. --exclude extracts leaves out a drop folder whose content is in the snapshots.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			return g.withRegistry(c.Context(), func(r *registry) error { return r.backup(c.Context(), f, c.OutOrStdout()) })
		},
	}
	c.Flags().StringVarP(&f.output, "output", "o", "", "file to write, outside of the workspace")
	c.Flags().BoolVar(&f.withoutSnapshots, "without-snapshots", false, "leave the extracts out: smaller, but scores cannot be computed again from it")
	c.Flags().StringSliceVar(&f.exclude, "exclude", nil, "file or folder to leave out, relative to the workspace; * and ? as in a shell")
	if err := c.MarkFlagRequired("output"); err != nil {
		panic(err) // the flag is there
	}
	return c
}

func (r *registry) backup(ctx context.Context, f backupFlags, w io.Writer) error {
	if err := outside(r.w.Dir, f.output); err != nil {
		return err
	}
	state, err := filepath.Rel(r.w.Dir, r.w.VarDir())
	if err != nil {
		return err
	}
	temp := filepath.Join(r.w.VarDir(), "tmp")
	if err := os.MkdirAll(temp, 0o700); err != nil {
		return err
	}
	// Before the ledger is copied, so that the backup's own trail knows of it.
	now := r.clock().In(r.w.Zone)
	if err := r.ledger.Audit(ctx, ledger.AuditRecord{At: now, Actor: operatorName(), Action: "backup.begin", Object: filepath.Base(f.output)}); err != nil {
		return err
	}
	source := backup.Source{Dir: r.w.Dir, State: state, Ledger: r.ledger, Temp: temp, Snapshots: !f.withoutSnapshots, Exclude: f.exclude, Now: now, Version: version()}
	m, sum, err := writeBackup(ctx, source, f.output)
	if err != nil {
		return err
	}
	texts := catalog(r.lang)
	fmt.Fprintln(w, texts.Text("cli.backup.done", f.output, fmt.Sprint(len(m.Files)), megabytes(m.Bytes()), fmt.Sprint(m.Runs), fmt.Sprint(m.Audit.Seq)))
	for _, what := range m.LeftOut {
		fmt.Fprintln(w, texts.Text("cli.backup.left_out", what))
	}
	fmt.Fprintln(w, "SHA-256", sum)
	return nil
}

// writeBackup writes the file whole, or not at all, and returns its SHA-256.
func writeBackup(ctx context.Context, source backup.Source, path string) (m backup.Manifest, sum string, err error) {
	pending, err := renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)), renameio.WithStaticPermissions(0o600))
	if err != nil {
		return m, "", fmt.Errorf("--output: %w", err)
	}
	hash := sha256.New()
	buffered := bufio.NewWriterSize(io.MultiWriter(pending, hash), 1<<20)
	m, err = backup.Write(ctx, source, buffered)
	if err := errors.Join(err, buffered.Flush()); err != nil {
		return m, "", errors.Join(err, pending.Cleanup())
	}
	return m, hex.EncodeToString(hash.Sum(nil)), pending.CloseAtomicallyReplace()
}

// outside refuses a backup in the workspace, which the next one would hold too.
func outside(dir, file string) error {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return err
	}
	if rel, err := filepath.Rel(dir, absolute); err == nil && filepath.IsLocal(rel) {
		return fmt.Errorf("--output %s lies in the workspace: name a file elsewhere, best on another disk", file)
	}
	return nil
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

type restoreFlags struct {
	verify bool
	all    bool
}

func newRestore(g *globals) *cobra.Command {
	var f restoreFlags
	c := &cobra.Command{
		Use:   "restore FILE DIR [--verify]",
		Short: "Lay a backup out in a new folder; with --verify prove that ledger, results and scores are what they were",
		Long: "Every file is held to the manifest's SHA-256 in any case; damage is named, and then nothing is left behind. --verify also looks through the ledger's database, holds the\n" +
			"files of every published run to the hashes in it, recomputes the audit trail to the record that the manifest names, and scores the newest day again (every day\n" +
			"with --all-days) from the snapshots. Exits with 1 where anything does not hold; then the folder stays, to be looked at.",
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if f.all && !f.verify {
				return errors.New("--all-days needs --verify")
			}
			return g.restore(c.Context(), args[0], args[1], f, c.OutOrStdout())
		},
	}
	c.Flags().BoolVar(&f.verify, "verify", false, "prove that everything is what it was")
	c.Flags().BoolVar(&f.all, "all-days", false, "score every day again, not only the newest")
	return c
}

func (g *globals) restore(ctx context.Context, file, dir string, f restoreFlags, w io.Writer) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	m, err := backup.Extract(ctx, bufio.NewReaderSize(in, 1<<20), dir)
	if damage := (*backup.DamageError)(nil); errors.As(err, &damage) {
		return &exitError{exitFailUnder, err}
	}
	if err != nil {
		return err
	}
	restored := *g
	restored.workspace = dir
	texts := catalog(g.language(nil))
	fmt.Fprintln(w, texts.Text("cli.restore.files", dir, fmt.Sprint(len(m.Files)), megabytes(m.Bytes()), m.Made.Format("2006-01-02 15:04:05 -07:00")))
	for _, what := range m.LeftOut {
		fmt.Fprintln(w, texts.Text("cli.backup.left_out", what))
	}
	if f.verify {
		if err := restored.withSite(ctx, false, func(s *site) error { return s.verifyRestored(ctx, m, f, w) }); err != nil {
			return err
		}
	}
	return restored.withRegistry(ctx, func(r *registry) error {
		return r.ledger.Audit(ctx, ledger.AuditRecord{At: r.clock(), Actor: operatorName(), Action: "backup.restore", Object: filepath.Base(file), Detail: "made " + m.Made.Format(time.RFC3339)})
	})
}

// verifyRestored proves what restore --verify promises, and says so line by line.
func (s *site) verifyRestored(ctx context.Context, m backup.Manifest, f restoreFlags, w io.Writer) error {
	texts := catalog(s.lang)
	fail := func(err error) error {
		return &exitError{exitFailUnder, fmt.Errorf("verify the restored workspace: %w", err)}
	}
	if err := s.ledger.Integrity(ctx); err != nil {
		return fail(err)
	}
	runs, err := s.ledger.Runs(ctx)
	if err != nil {
		return err
	}
	if len(runs) != m.Runs {
		return fail(fmt.Errorf("the ledger holds %d published runs, the manifest says %d", len(runs), m.Runs))
	}
	for _, r := range runs {
		if err := s.ledger.VerifyRun(ctx, r.ID); err != nil {
			return fail(err)
		}
	}
	fmt.Fprintln(w, texts.Text("cli.restore.runs", fmt.Sprint(len(runs))))
	if err := s.verifyTrail(ctx, m.Audit); err != nil {
		return fail(err)
	}
	fmt.Fprintln(w, texts.Text("cli.restore.audit", fmt.Sprint(m.Audit.Seq), dash(m.Audit.Hash)))
	if len(runs) == 0 {
		return nil
	}
	return s.verifyScores(ctx, f, w, fail)
}

// verifyTrail recomputes the chain, which has to end with the manifest's record.
func (s *site) verifyTrail(ctx context.Context, head ledger.Anchor) error {
	last, err := s.ledger.VerifyAudit(ctx)
	if err == nil && (last.Seq != head.Seq || last.Hash != head.Hash) {
		err = fmt.Errorf("%w: it ends with record %d (%s), the manifest says %d (%s)", ledger.ErrAuditBroken, last.Seq, last.Hash, head.Seq, head.Hash)
	}
	return err
}

func (s *site) verifyScores(ctx context.Context, f restoreFlags, w io.Writer, fail func(error) error) error {
	texts := catalog(s.lang)
	var filter ledger.Filter
	days := texts.Text("cli.restore.every_day")
	if !f.all {
		newest, err := s.newestDay(ctx)
		if err != nil {
			return err
		}
		days = newest.Format(time.DateOnly)
		filter = ledger.Filter{From: days, To: days}
	}
	r, err := s.runner(slog.New(slog.DiscardHandler), silent{}).Rescore(ctx, filter)
	if err != nil {
		return err
	}
	fmt.Fprintln(w, texts.Text("cli.restore.scores", days, fmt.Sprint(r.Equal), fmt.Sprint(r.Gone), fmt.Sprint(r.Otherwise), fmt.Sprint(len(r.Differing))))
	if len(r.Differing) > 0 {
		return fail(errors.New("scored again, these slots are not as published:\n" + strings.Join(r.Differing, "\n")))
	}
	return nil
}
