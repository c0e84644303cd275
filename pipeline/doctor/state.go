package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cdoscore/pipeline/lease"
	"cdoscore/pipeline/ledger"
)

// mostNamed is how many of many are named.
const mostNamed = 5

// permissions looks for files of the state that others may read: they hold unmasked
// data and password hashes.
func (p *Patient) permissions(ctx context.Context) []Finding {
	dir := p.Workspace.VarDir()
	var open []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // others are at work
		}
		if err != nil {
			return err
		}
		if info, err := d.Info(); err == nil && info.Mode().Perm()&0o077 != 0 && d.Type()&fs.ModeSymlink == 0 {
			open = append(open, path)
			if d.IsDir() && path != dir {
				return fs.SkipDir
			}
		}
		return ctx.Err()
	})
	switch {
	case err != nil:
		return unknown("permissions", err)
	case len(open) > 0 && open[0] == dir:
		return trouble("permissions", Fail, "doctor.permissions.open", dir)
	case len(open) > 0:
		// Nobody passes the closed folder above them.
		return trouble("permissions", Warn, "doctor.permissions.inside", fmt.Sprint(len(open)), some(open), dir)
	}
	return ok("permissions", "doctor.permissions", dir)
}

func some(list []string) string {
	text := strings.Join(list[:min(len(list), mostNamed)], ", ")
	if len(list) > mostNamed {
		text += ", …"
	}
	return text
}

func (p *Patient) lock(context.Context) []Finding {
	owner, held, err := lease.Holder(p.Workspace.VarDir(), p.Now)
	switch {
	case err != nil:
		return unknown("lock", err)
	case held:
		return ok("lock", "doctor.lock.held", owner.Command, owner.Host, fmt.Sprint(owner.PID), owner.Since.In(p.Workspace.Zone).Format(when))
	case owner.Command != "":
		return ok("lock", "doctor.lock.left", owner.Command, owner.Host)
	}
	return ok("lock", "doctor.lock")
}

func (p *Patient) database(ctx context.Context) []Finding {
	if err := p.Ledger.Integrity(ctx); err != nil {
		return trouble("ledger", Fail, "doctor.ledger.damaged", err.Error())
	}
	return ok("ledger", "doctor.ledger")
}

func (p *Patient) audit(ctx context.Context) []Finding {
	last, err := p.Ledger.VerifyAudit(ctx)
	if err == nil {
		var anchor ledger.Anchor
		anchor, err = ledger.ReadAnchor(filepath.Join(p.Workspace.VarDir(), ledger.AnchorFile))
		switch {
		case errors.Is(err, fs.ErrNotExist) && last.Seq == 0:
			err = nil
		case errors.Is(err, fs.ErrNotExist):
			return trouble("audit", Fail, "doctor.audit.anchor", fmt.Sprint(last.Seq))
		case err == nil:
			err = p.Ledger.VerifyAnchor(ctx, anchor)
		}
	}
	if err != nil {
		return trouble("audit", Fail, "doctor.audit.broken", err.Error())
	}
	return ok("audit", "doctor.audit", fmt.Sprint(last.Seq))
}

// files compares what the ledger names with what lies there.
func (p *Patient) files(ctx context.Context) []Finding {
	named := map[string]bool{}
	runs, err := p.Ledger.Runs(ctx)
	if err != nil {
		return unknown("files", err)
	}
	snapshots, err := p.Ledger.SnapshotPaths(ctx)
	if err != nil {
		return unknown("files", err)
	}
	for _, r := range runs {
		named[filepath.Join(ledger.RunFolder(r.ID), ledger.ResultsFile)] = true
	}
	for _, path := range snapshots {
		named[path] = true
	}
	state := p.Workspace.VarDir()
	var missing []string
	for path := range named {
		if _, err := os.Stat(filepath.Join(state, path)); err != nil {
			missing = append(missing, path)
		}
	}
	slices.Sort(missing)
	if len(missing) > 0 {
		return trouble("files", Fail, "doctor.files.missing", fmt.Sprint(len(missing)), some(missing))
	}
	orphans, err := p.orphans(named)
	if err != nil {
		return unknown("files", err)
	}
	if len(orphans) > 0 {
		return trouble("files", Warn, "doctor.files.orphaned", fmt.Sprint(len(orphans)), some(orphans))
	}
	return ok("files", "doctor.files", fmt.Sprint(len(runs)), fmt.Sprint(len(snapshots)))
}

// orphans are runs and snapshots that the ledger does not name. While a night is at
// work its own are among them.
func (p *Patient) orphans(named map[string]bool) ([]string, error) {
	if _, held, err := lease.Holder(p.Workspace.VarDir(), p.Now); err != nil || held {
		return nil, err
	}
	state := os.DirFS(p.Workspace.VarDir())
	var out []string
	for pattern, suffix := range map[string]string{"runs/r*": "/" + ledger.ResultsFile, "snapshots/*/*/*/v*": ""} {
		found, err := fs.Glob(state, pattern)
		if err != nil {
			return nil, err
		}
		for _, path := range found {
			if !named[filepath.FromSlash(path+suffix)] {
				out = append(out, path)
			}
		}
	}
	slices.Sort(out)
	return out, nil
}
