package spool

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/files"

	"github.com/gofrs/flock"
)

// Folder receives the files of one slot. Each lies in a folder of its own, in the
// order of their coming, under the name it had.
type Folder struct {
	dir    string
	lock   *flock.Flock
	limit  int64
	files  []fetched
	newest time.Time
}

// fetched is one file: where it lies, and how messages name it.
type fetched struct {
	name  string
	local string
	shown string
}

var errTooLarge = errors.New("the content is larger than the limit")

func newFolder(limit int64) (*Folder, error) {
	sweep()
	dir, lock, err := claim()
	if err != nil {
		return nil, connectors.NewError(connectors.Platform, "", err, "source.platform")
	}
	return &Folder{dir: dir, lock: lock, limit: limit}, nil
}

// Add takes one more file, of which fill writes the content. Shown names it in
// messages, without secrets. Modified is when it was written at its source, zero
// where that is not known. What fill returns as an error is returned, unless
// writing itself failed.
func (f *Folder) Add(shown, name string, modified time.Time, fill func(io.Writer) error) error {
	one := fetched{name: baseName(name), shown: shown}
	dir := filepath.Join(f.dir, fmt.Sprintf("%06d", len(f.files)+1))
	one.local = filepath.Join(dir, one.name)
	if err := os.Mkdir(dir, 0o700); err != nil {
		return platformFault(shown, err)
	}
	file, err := os.OpenFile(one.local, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return platformFault(shown, err)
	}
	w := &limited{to: file, left: f.limit}
	err = w.fault(shown, f.limit, fill(w))
	if closing := file.Close(); err == nil && closing != nil {
		err = platformFault(shown, closing)
	}
	if err != nil {
		return err
	}
	f.files = append(f.files, one)
	if modified.After(f.newest) {
		f.newest = modified
	}
	return nil
}

// Size is the length of the file that came last.
func (f *Folder) Size() int64 {
	info, err := os.Stat(f.files[len(f.files)-1].local)
	if err != nil {
		return -1
	}
	return info.Size()
}

// Last is where the file that came last lies. It is only to be read.
func (f *Folder) Last() string { return f.files[len(f.files)-1].local }

func (f *Folder) remove() error { return errors.Join(os.RemoveAll(f.dir), f.lock.Close()) }

// path is the path option, below dir, that finds every file.
func (f *Folder) path() string {
	name := f.files[0].name
	if !slices.ContainsFunc(f.files, func(other fetched) bool { return other.name != name }) {
		return "*/" + files.Literal(name)
	}
	for _, hidden := range []string{".", "~$"} { // such names only come where all begin so
		if strings.HasPrefix(name, hidden) {
			return "*/" + hidden + "*"
		}
	}
	return "*/*"
}

// rename gives failures of the format, which name files by where they lie here,
// the names that the files had.
func (f *Folder) rename(err error) error {
	var failure *connectors.Error
	if !errors.As(err, &failure) {
		return err
	}
	told := *failure
	told.Where = f.renamed(failure.Where)
	args := make([]string, len(failure.Reason.Args))
	for i, a := range failure.Reason.Args {
		args[i] = f.renamed(a)
	}
	told.Reason = connectors.NewReason(failure.Reason.Key, args...)
	return &told
}

func (f *Folder) renamed(text string) string {
	for _, one := range f.files {
		text = strings.ReplaceAll(text, one.local, one.shown)
	}
	return text
}

// limited writes at most as many bytes as are left, and keeps its own error apart
// from those of whoever writes.
type limited struct {
	to   io.Writer
	left int64
	err  error
}

func (l *limited) Write(p []byte) (int, error) {
	if l.err != nil {
		return 0, l.err
	}
	if l.left -= int64(len(p)); l.left < 0 {
		l.err = errTooLarge
		return 0, l.err
	}
	n, err := l.to.Write(p)
	l.err = err
	return n, err
}

// fault is the error of a file: that of writing it, else of the source.
func (l *limited) fault(shown string, limit int64, err error) error {
	switch {
	case l.err == errTooLarge:
		return connectors.NewError(connectors.Unreadable, shown, l.err, "remote.too_large", fmt.Sprint(limit))
	case l.err != nil:
		return platformFault(shown, l.err)
	}
	return err
}

func platformFault(where string, err error) error {
	return connectors.NewError(connectors.Platform, where, err, "source.platform")
}

// baseName is the last part of a remote name, as a file may be called here.
func baseName(name string) string {
	base := path.Base(name)
	if base == "." || base == ".." || base == "/" || strings.ContainsAny(base, "\x00\\") || len(base) > 200 {
		return "content"
	}
	return base
}
