package snapshot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"cdoscore/connectors"
)

// About is what a manifest tells beside what the extract itself knows.
type About struct {
	Dataset string // unit/name
	Slot    string // the slot's first day
	Version int
	Started time.Time        // when the pull began
	Clock   func() time.Time // the injected clock, read once, after the last row
}

// Freeze drains the extract into a snapshot at dir. The files are written in a
// temporary folder beside dir, each on the disk before that folder takes its name,
// so that dir is either whole or not there; on any error nothing of the extract is
// left. What stands at dir already was never recorded, since the ledger gives out
// every version once: it is what a stopped process left, and is replaced.
//
// The extract stays the caller's to close. Its own errors are returned as they
// are, and the context's; all others are *connectors.Error of class Platform,
// among them an account that does not balance: rows read + rejected records =
// physical records, and row numbers strictly ascend (semantics, Words).
func Freeze(ctx context.Context, dir string, x connectors.Extract, about About) (Manifest, error) {
	parent := filepath.Dir(dir)
	if err := makeFolders(parent); err != nil {
		return Manifest{}, diskError(about.where(), err)
	}
	temp, err := os.MkdirTemp(parent, tempPrefix+"*")
	if err != nil {
		return Manifest{}, diskError(about.where(), err)
	}
	defer os.RemoveAll(temp)
	m, err := writeSnapshot(ctx, temp, x, about)
	if err != nil {
		return Manifest{}, err
	}
	// A source that ignored the end of its context may come to its end long after
	// everybody has given it up.
	if err := ctx.Err(); err != nil {
		return Manifest{}, err
	}
	if err := moveInto(temp, dir); err != nil {
		return Manifest{}, diskError(about.where(), err)
	}
	return m, nil
}

// where names the snapshot in errors, which show no path of the platform.
func (a About) where() string {
	return fmt.Sprintf("%s, slot %s, version %d", a.Dataset, a.Slot, a.Version)
}

// writeSnapshot fills the folder; the manifest comes last.
func writeSnapshot(ctx context.Context, folder string, x connectors.Extract, about About) (Manifest, error) {
	m := Manifest{
		Format:  manifestFormat,
		Dataset: about.Dataset,
		Slot:    about.Slot,
		Version: about.Version,
		Started: about.Started,
	}
	content, err := writeData(ctx, folder, x, about, &m)
	if err != nil {
		return m, err
	}
	info := x.Info()
	m.Origin, m.Modified, m.Warnings = info.Origin, info.Modified, warnings(info.Warnings)
	m.Rejected, m.Physical = int64(len(info.Rejected)), info.Physical
	if m.Rows+m.Rejected != m.Physical {
		return m, platformError(about.where(), nil, "snapshot.counts", fmt.Sprint(m.Rows), fmt.Sprint(m.Rejected), fmt.Sprint(m.Physical))
	}
	m.ContentSHA256 = content.sum(info.Rejected)
	if m.RejectedSHA256, err = writeRejected(folder, info.Rejected); err != nil {
		return m, diskError(about.where(), err)
	}
	m.Finished = about.Clock()
	if err := writeManifest(folder, m); err != nil {
		return m, diskError(about.where(), err)
	}
	return m, nil
}

// writeData writes every row of the extract, and into m what follows from them.
func writeData(ctx context.Context, folder string, x connectors.Extract, about About, m *Manifest) (*contentHash, error) {
	columns, err := storedColumns(x.Schema())
	if err != nil {
		return nil, platformError(about.where(), nil, "snapshot.schema", err.Error())
	}
	m.Columns = columns
	content, hash := newContentHash(columns), sha256.New()
	err = writeFile(filepath.Join(folder, DataFile), func(f *os.File) error {
		table, err := newTableWriter(io.MultiWriter(f, hash), columns)
		if err != nil {
			return err
		}
		err = drain(ctx, x, table, content)
		m.Rows = table.rows
		return errors.Join(err, table.close())
	})
	if err != nil {
		return nil, classify(ctx, about.where(), err)
	}
	m.SHA256 = hex.EncodeToString(hash.Sum(nil))
	return content, nil
}

// classify gives back the extract's own error alone, whatever closing the file
// said after it; a broken agreement as such; the rest is the disk's.
func classify(ctx context.Context, where string, err error) error {
	var source sourceError
	if errors.As(err, &source) {
		return source.error
	}
	var broken *connectors.Error
	if errors.As(err, &broken) {
		broken.Where = where
		return broken
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return diskError(where, err)
}

func writeManifest(folder string, m Manifest) error {
	text, err := m.encode()
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(folder, ManifestFile), func(f *os.File) error {
		_, err := f.Write(text)
		return err
	})
}

// moveInto gives the finished folder its name and makes both durable.
func moveInto(temp, dir string) error {
	if err := syncFolder(temp); err != nil {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.Rename(temp, dir); err != nil {
		return err
	}
	if err := syncFolder(filepath.Dir(dir)); err != nil {
		return errors.Join(err, os.RemoveAll(dir))
	}
	return nil
}
