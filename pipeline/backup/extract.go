package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/klauspost/compress/zstd"
)

const (
	mostManifest = 1 << 30
	decodeMemory = 256 << 20
)

// Extract lays an archive out in dir, which must be new or empty, and holds every
// file to the manifest. Nothing is written outside of dir, whatever the archive says. On
// an error, *DamageError among them, dir is left as it was.
func Extract(ctx context.Context, r io.Reader, dir string) (m Manifest, err error) {
	made, err := makeEmpty(dir)
	if err != nil {
		return m, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, clear(dir, made))
		}
	}()
	// What the archive names is looked up in this folder only, through no link.
	root, err := os.OpenRoot(dir)
	if err != nil {
		return m, err
	}
	defer root.Close()
	z, err := zstd.NewReader(r, zstd.WithDecoderMaxMemory(decodeMemory), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return m, err
	}
	defer z.Close()
	x := &extraction{ctx: ctx, root: root, tar: tar.NewReader(z), found: map[string]File{}, folders: map[string]*tar.Header{}}
	if m, err = x.all(); err != nil {
		return m, err
	}
	return m, x.compare(m)
}

// makeEmpty makes the folder, or takes an empty one.
func makeEmpty(dir string) (made bool, err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, os.MkdirAll(dir, 0o700)
	case err != nil:
		return false, err
	case len(entries) > 0:
		return false, fmt.Errorf("%s is not empty: name a new folder", dir)
	}
	return false, nil
}

func clear(dir string, made bool) error {
	if made {
		return os.RemoveAll(dir)
	}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
	}
	return err
}

type extraction struct {
	ctx     context.Context
	root    *os.Root
	tar     *tar.Reader
	found   map[string]File
	folders map[string]*tar.Header
	current string // the entry being read
}

// all reads every entry to the end of the archive.
func (x *extraction) all() (m Manifest, err error) {
	var manifest []byte
	for {
		if err := x.ctx.Err(); err != nil {
			return m, err
		}
		h, err := x.tar.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return m, &DamageError{x.current, "after this file the archive cannot be read: " + err.Error()}
		}
		x.current = h.Name
		if manifest != nil {
			return m, &DamageError{h.Name, "it comes after the manifest, which is the end"}
		}
		if h.Name == ManifestFile {
			if manifest, err = io.ReadAll(io.LimitReader(x.tar, mostManifest)); err != nil {
				return m, &DamageError{h.Name, err.Error()}
			}
			continue
		}
		if err := x.entry(h); err != nil {
			return m, err
		}
	}
	if manifest == nil {
		return m, &DamageError{x.current, "the archive ends after this file, without its manifest"}
	}
	if m, err = parseManifest(manifest); err != nil {
		return m, &DamageError{ManifestFile, err.Error()}
	}
	return m, x.restoreFolders()
}

func (x *extraction) entry(h *tar.Header) error {
	name := path.Clean(h.Name)
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return &DamageError{h.Name, "its name leads out of the folder"}
	}
	switch h.Typeflag {
	case tar.TypeDir:
		x.folders[name] = h
		return x.root.MkdirAll(name, 0o700)
	case tar.TypeReg:
		return x.file(name, h)
	}
	return &DamageError{h.Name, "it is neither a file nor a folder"}
}

func (x *extraction) file(name string, h *tar.Header) error {
	if err := x.root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := x.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &DamageError{h.Name, "it is there twice"}
	}
	if err != nil {
		return err
	}
	hash := sha256.New()
	from := &reading{r: x.tar}
	n, err := io.Copy(io.MultiWriter(f, hash), from)
	if from.err != nil {
		return errors.Join(&DamageError{h.Name, from.err.Error()}, f.Close())
	}
	if err := errors.Join(err, f.Chmod(fs.FileMode(h.Mode)&fs.ModePerm), f.Sync(), f.Close()); err != nil {
		return err
	}
	x.found[h.Name] = File{h.Name, n, hex.EncodeToString(hash.Sum(nil))}
	return x.root.Chtimes(name, time.Time{}, h.ModTime)
}

// reading remembers a failure of the archive, which is no failure of the disk.
type reading struct {
	r   io.Reader
	err error
}

func (r *reading) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		r.err = err
	}
	return n, err
}

// restoreFolders gives folders their modes, which may forbid writing, at the end.
func (x *extraction) restoreFolders() error {
	for name, h := range x.folders {
		if err := x.root.Chmod(name, fs.FileMode(h.Mode)&fs.ModePerm); err != nil {
			return err
		}
	}
	return nil
}

// compare holds what was found to the manifest, in both directions.
func (x *extraction) compare(m Manifest) error {
	for _, want := range m.Files {
		got, there := x.found[want.Name]
		switch {
		case !there:
			return &DamageError{want.Name, "the manifest names it, but it is not there"}
		case got != want:
			return &DamageError{want.Name, fmt.Sprintf("it has %d bytes of SHA-256 %s, not %d of %s", got.Size, got.SHA256, want.Size, want.SHA256)}
		}
		delete(x.found, want.Name)
	}
	for name := range x.found {
		return &DamageError{name, "the manifest does not name it"}
	}
	return nil
}
