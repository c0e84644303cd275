package files

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"cdoscore/connectors"
)

// Part is one opened file of a delivery. Its rows are numbered by themselves;
// where a rejection stands need not name the file.
type Part interface {
	connectors.Records
	Columns() []connectors.Column
}

// Reader opens one file. For the first file of a delivery before is nil; for the
// others it holds the columns of the first, which a format without a header
// takes as its own.
type Reader func(ctx context.Context, f *File, r connectors.Request, before []connectors.Column) (Part, error)

// Open reads the files of a request's slot, in the order of their names, as one
// extract. All must have the header of the first. Rows are numbered on from file
// to file.
func (d *Drop) Open(ctx context.Context, r connectors.Request, read Reader) (connectors.Extract, error) {
	found, err := d.Find(r)
	if err != nil {
		return nil, err
	}
	first, err := read(ctx, found[0], r, nil)
	if err != nil {
		return nil, err
	}
	c := &chain{files: found, current: first, columns: first.Columns(), request: r, read: read}
	return connectors.NewExtract(r, c.columns, c, origin(found), newest(found)), nil
}

// chain reads one part after the other.
type chain struct {
	files   []*File // the current one first
	current Part    // nil: closed after a failure
	columns []connectors.Column
	request connectors.Request
	read    Reader
	begun   bool
}

func (c *chain) Read(ctx context.Context, w *connectors.RowWriter) error {
	if !c.begun && len(c.files) > 1 {
		w.Continue(partName(c.files[0]))
	}
	c.begun = true
	for {
		if err := c.current.Read(ctx, w); err != io.EOF {
			return err
		}
		if err := c.files[0].Unchanged(); err != nil {
			return err
		}
		if len(c.files) == 1 {
			return io.EOF
		}
		if err := c.advance(ctx); err != nil {
			return err
		}
		w.Continue(partName(c.files[0]))
	}
}

func (c *chain) Close() error {
	if c.current == nil {
		return nil
	}
	part := c.current
	c.current = nil
	return part.Close()
}

func (c *chain) advance(ctx context.Context) error {
	if err := c.Close(); err != nil {
		return Fault(c.files[0].Path, err)
	}
	c.files = c.files[1:]
	part, err := c.read(ctx, c.files[0], c.request, c.columns)
	if err != nil {
		return err
	}
	c.current = part
	return sameHeader(c.files[0].Path, c.columns, part.Columns())
}

func sameHeader(path string, first, here []connectors.Column) error {
	if len(first) != len(here) {
		return connectors.NewError(connectors.Unreadable, path, nil, "source.columns_differ", fmt.Sprint(len(first)), fmt.Sprint(len(here)))
	}
	for i := range first {
		if first[i].Name != here[i].Name {
			return connectors.NewError(connectors.Unreadable, path, nil, "source.header_differs", fmt.Sprint(i+1), first[i].Name, here[i].Name)
		}
	}
	return nil
}

func partName(f *File) string { return filepath.Base(f.Path) + ", " }

func origin(found []*File) string {
	if len(found) == 1 {
		return found[0].Path
	}
	return fmt.Sprintf("%s … %s (%d files)", found[0].Path, filepath.Base(found[len(found)-1].Path), len(found))
}

func newest(found []*File) time.Time {
	var latest time.Time
	for _, f := range found {
		if f.modified.After(latest) {
			latest = f.modified
		}
	}
	return latest
}
