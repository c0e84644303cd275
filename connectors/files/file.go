package files

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"cdoscore/connectors"
)

// File is one file of a delivery.
type File struct {
	Path string

	drop     *Drop
	size     int64
	modified time.Time
}

// Find lists the files of a request's slot, by name. None there is an error of
// class Absent, as is an absent marker.
func (d *Drop) Find(r connectors.Request) ([]*File, error) {
	if err := d.complete(r); err != nil {
		return nil, err
	}
	path := d.path.resolve(r)
	paths, err := find(path)
	if err != nil {
		return nil, Fault(path, err)
	}
	var found []*File
	for _, p := range paths {
		switch f, err := d.stat(p); {
		case err == nil:
			found = append(found, f)
		case !errors.Is(err, errNotRegular):
			return nil, Fault(p, err)
		case !hasWildcard(path):
			return nil, connectors.NewError(connectors.Unreadable, p, nil, "file.not_regular", p)
		}
	}
	if len(found) == 0 {
		return nil, connectors.NewError(connectors.Absent, "", nil, "source.file_absent", path)
	}
	return found, nil
}

// Open opens the decompressed content. Reading it to the end also proves that the
// file did not change meanwhile. Read errors are failures of the extract already.
func (f *File) Open() (io.ReadCloser, error) {
	raw, err := os.Open(f.Path)
	if err != nil {
		return nil, Fault(f.Path, err)
	}
	content, err := decompress(raw, f)
	if err != nil {
		raw.Close()
		return nil, err
	}
	return content, nil
}

// Unchanged fails when the file is not what it was when it was found: connectors
// that read by position call it at the end, readers of Open need not.
func (f *File) Unchanged() error {
	now, err := os.Stat(f.Path)
	if err == nil && now.Size() == f.size && now.ModTime().Equal(f.modified) {
		return nil
	}
	e := connectors.NewError(connectors.SourceFault, f.Path, err, "source.changed", f.Path)
	e.Transient = true
	return e
}

// Local gives the path of a plain file with the decompressed content, for
// libraries that read by position: the file itself, or an owner-only copy in the
// temporary folder. The caller calls release when done with it.
func (f *File) Local() (path string, release func() error, err error) {
	packed, err := f.packed()
	if err != nil {
		return "", nil, err
	}
	if !packed {
		if f.size > f.drop.maxBytes {
			return "", nil, f.drop.tooLarge(f.Path)
		}
		return f.Path, func() error { return nil }, nil
	}
	return f.unpack()
}

func (f *File) unpack() (string, func() error, error) {
	content, err := f.Open()
	if err != nil {
		return "", nil, err
	}
	defer content.Close()
	copied, err := os.CreateTemp("", "extract-*"+filepath.Ext(f.Path))
	if err != nil {
		return "", nil, connectors.NewError(connectors.Platform, f.Path, err, "source.platform")
	}
	remove := func() error { return os.Remove(copied.Name()) }
	_, err = io.Copy(copied, content)
	if err := errors.Join(err, copied.Close()); err != nil {
		return "", nil, errors.Join(Fault(f.Path, err), remove())
	}
	return copied.Name(), remove, nil
}

func (f *File) packed() (bool, error) {
	raw, err := os.Open(f.Path)
	if err != nil {
		return false, Fault(f.Path, err)
	}
	defer raw.Close()
	kind, _, err := f.sniff(raw)
	return kind != compressionNone, err
}

// complete looks for the marker.
func (d *Drop) complete(r connectors.Request) error {
	if d.marker == nil {
		return nil
	}
	path := d.marker.resolve(r)
	found, err := find(path)
	if err != nil {
		return Fault(path, err)
	}
	if len(found) == 0 {
		return connectors.NewError(connectors.Absent, "", nil, "source.marker_absent", path)
	}
	return nil
}

var errNotRegular = errors.New("not a regular file")

func (d *Drop) stat(path string) (*File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	return &File{Path: path, drop: d, size: info.Size(), modified: info.ModTime()}, nil
}
