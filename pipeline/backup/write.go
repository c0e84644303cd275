package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"cdoscore/pipeline/ledger"

	"github.com/klauspost/compress/zstd"
)

// Source is the workspace to write.
type Source struct {
	Dir       string // of the workspace
	State     string // the folder of all state, relative to it
	Ledger    *ledger.Ledger
	Temp      string   // where the ledger's copy is made
	Snapshots bool     // whether to hold the extracts that were scored
	Exclude   []string // path.Match patterns of files and folders, relative to the workspace
	Now       time.Time
	Version   string // of the program
}

// Write writes the archive to w and returns its manifest.
func Write(ctx context.Context, s Source, w io.Writer) (m Manifest, err error) {
	temp, err := os.MkdirTemp(s.Temp, "backup-")
	if err != nil {
		return m, fmt.Errorf("back up: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	m = Manifest{Format: manifestFormat, Made: s.Now, CodeVersion: s.Version, State: filepath.ToSlash(s.State), Snapshots: s.Snapshots}
	a := &archive{ctx: ctx, w: w, m: &m}
	if a.zstd, err = zstd.NewWriter(nil); err != nil {
		return m, err
	}
	if err := s.Ledger.Copy(ctx, temp); err != nil {
		return m, fmt.Errorf("back up: %w", err)
	}
	named, err := s.readCopy(ctx, temp, &m)
	if err != nil {
		return m, fmt.Errorf("back up: %w", err)
	}
	if err := s.writeAll(a, temp, named); err != nil {
		return m, fmt.Errorf("back up: %w", err)
	}
	return m, a.finish()
}

// readCopy takes from the ledger's copy what the archive must hold beside it: the
// folders of runs and snapshots, relative to the state. It also writes the copy's own anchor.
func (s Source) readCopy(ctx context.Context, temp string, m *Manifest) (named []string, err error) {
	l, err := ledger.Open(ctx, temp, time.Date(2200, 1, 1, 0, 0, 0, 0, s.Now.Location()))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if m.Audit, err = l.AnchorAudit(ctx); err != nil {
		return nil, err
	}
	runs, err := l.Runs(ctx)
	if err != nil {
		return nil, err
	}
	m.Runs = len(runs)
	for _, r := range runs {
		named = append(named, ledger.RunFolder(r.ID))
	}
	if !s.Snapshots {
		m.LeftOut = append(m.LeftOut, "snapshots: left out as asked; scores cannot be computed again from this backup")
		return named, nil
	}
	paths, err := l.SnapshotPaths(ctx)
	return append(named, paths...), err
}

// writeAll writes the ledger, then what it names, then all other files.
func (s Source) writeAll(a *archive, temp string, named []string) error {
	for _, name := range []string{ledger.DatabaseFile, ledger.AnchorFile} {
		if err := a.file(path.Join(filepath.ToSlash(s.State), name), filepath.Join(temp, name), false); err != nil {
			return err
		}
	}
	for _, folder := range named {
		if err := s.writeNamed(a, folder); err != nil {
			return err
		}
	}
	return s.writeRest(a)
}

// writeNamed writes a run or a snapshot, every file of it. Retention may delete a
// snapshot's data meanwhile; that a whole folder is gone is an error.
func (s Source) writeNamed(a *archive, folder string) error {
	entries, err := os.ReadDir(filepath.Join(s.Dir, s.State, folder))
	if err != nil {
		return fmt.Errorf("the ledger names it, but it is not there: %w; `cdoscore doctor` lists what is missing", err)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || hidden(e.Name()) {
			continue
		}
		rel := filepath.Join(s.State, folder, e.Name())
		if err := a.file(filepath.ToSlash(rel), filepath.Join(s.Dir, rel), true); err != nil {
			return err
		}
	}
	return nil
}

// writeRest writes what lies in the workspace beside the ledger and what it names.
func (s Source) writeRest(a *archive) error {
	return filepath.WalkDir(s.Dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(s.Dir, file)
		if err != nil || rel == "." {
			return err
		}
		name := filepath.ToSlash(rel)
		skip, err := s.excluded(name)
		if err != nil {
			return err
		}
		switch {
		case (skip || s.own(rel)) && d.IsDir():
			return fs.SkipDir
		case skip || s.own(rel):
			return nil
		case d.IsDir():
			return a.folder(name, d)
		case !d.Type().IsRegular():
			a.m.LeftOut = append(a.m.LeftOut, name+": no regular file")
			return nil
		}
		return a.file(name, file, true)
	})
}

func (s Source) excluded(name string) (bool, error) {
	for _, pattern := range s.Exclude {
		match, err := path.Match(pattern, name)
		if err != nil {
			return false, fmt.Errorf("--exclude %q: %w", pattern, err)
		}
		if match {
			return true, nil
		}
	}
	return false, nil
}

// own reports whether a path of the state folder is written otherwise or not at all:
// the ledger, runs and snapshots, and what belongs to processes at work.
func (s Source) own(rel string) bool {
	in, err := filepath.Rel(s.State, rel)
	if err != nil || !filepath.IsLocal(in) || in == "." {
		return false
	}
	working := []string{"runs", "snapshots", "tmp", "lock", "owner.json", ledger.AnchorFile}
	return slices.Contains(working, in) || ledger.Transient(in) || hidden(filepath.Base(in))
}

// hidden files of the state are those that are still being written.
func hidden(name string) bool { return name[0] == '.' }

// archive is a tar of one Zstandard frame for each entry.
type archive struct {
	ctx  context.Context
	w    io.Writer
	zstd *zstd.Encoder
	m    *Manifest
}

// file writes one file. One that may vanish, since others are at work, is left out
// when it has.
func (a *archive) file(name, source string, mayVanish bool) error {
	if err := a.ctx.Err(); err != nil {
		return err
	}
	f, err := os.Open(source)
	if mayVanish && errors.Is(err, fs.ErrNotExist) {
		a.m.LeftOut = append(a.m.LeftOut, name+": removed while the backup was written")
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	hash := sha256.New()
	err = a.entry(header(name, info), io.TeeReader(io.LimitReader(f, info.Size()), hash))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	a.m.Files = append(a.m.Files, File{name, info.Size(), hex.EncodeToString(hash.Sum(nil))})
	return nil
}

func (a *archive) folder(name string, d fs.DirEntry) error {
	info, err := d.Info()
	if err != nil {
		return err
	}
	h := header(name+"/", info)
	h.Typeflag, h.Size = tar.TypeDir, 0
	return a.entry(h, nil)
}

func header(name string, info fs.FileInfo) *tar.Header {
	return &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: info.Size(), Mode: int64(info.Mode().Perm()), ModTime: info.ModTime(), Format: tar.FormatPAX}
}

// entry writes one entry into a frame of its own.
func (a *archive) entry(h *tar.Header, content io.Reader) error {
	a.zstd.Reset(a.w)
	t := tar.NewWriter(a.zstd)
	if err := t.WriteHeader(h); err != nil {
		return err
	}
	if content != nil {
		if _, err := io.Copy(t, content); err != nil {
			return err
		}
	}
	// Flush pads the content; the end of the archive comes with finish.
	return errors.Join(t.Flush(), a.zstd.Close())
}

// finish writes the manifest and the end of the archive.
func (a *archive) finish() error {
	data, err := json.MarshalIndent(a.m, "", " ")
	if err != nil {
		return err
	}
	a.zstd.Reset(a.w)
	t := tar.NewWriter(a.zstd)
	h := &tar.Header{Typeflag: tar.TypeReg, Name: ManifestFile, Size: int64(len(data)), Mode: 0o600, ModTime: a.m.Made, Format: tar.FormatPAX}
	if err := t.WriteHeader(h); err != nil {
		return err
	}
	if _, err := t.Write(data); err != nil {
		return err
	}
	return errors.Join(t.Close(), a.zstd.Close())
}
