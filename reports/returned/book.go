package returned

import (
	"archive/zip"
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	"cdoscore/connectors/excel"
	"cdoscore/pipeline/check"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/message"

	"github.com/klauspost/compress/flate"
)

// Options is what a workbook is returned by.
type Options struct {
	Path       string // of the workbook that was checked
	Name       string // as the officer knows it
	Password   string // "": it is not encrypted
	Layout     excel.Layout
	Offset     int // of a row's number in the sheet to the record's: 0 where the file was a workbook
	Result     *check.Result
	Causes     []check.Cause
	Indicators workspace.Indicators
	Earlier    *check.Record // of the last check; nil: there was none
	Config     string        // fingerprint of the rules
	Texts      *message.Catalog
	Dir        string // for a file on the way; the caller's
}

// Outcome is what the returned workbook says.
type Outcome struct {
	Fixed, Left, New int64
	Record           *check.Record // for the next check
}

// Write returns the workbook that was checked, marked. Only what this program adds
// or takes off differs; every other cell comes back as it was, byte for byte. It
// streams: what is held does not grow with the sheet, but for one small entry per
// failing row.
func Write(ctx context.Context, w io.Writer, o Options) (_ *Outcome, err error) {
	reader, size, release, err := excel.OpenArchive(o.Path, o.Password)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, release()) }()
	a, err := openArchive(reader, size)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.Path, err)
	}
	b := &binder{o: o, a: a, zip: zip.NewWriter(w), teller: newTeller(o.Result, o.Causes, o.Texts, o.Layout.Columns)}
	b.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	if err := b.write(ctx); err != nil {
		return nil, fmt.Errorf("return %s: %w", o.Name, err)
	}
	if err := b.zip.Close(); err != nil {
		return nil, err
	}
	c := b.comparison
	return &Outcome{c.Fixed, c.Left, c.New, c.Record()}, nil
}

// binder puts the returned workbook together.
type binder struct {
	o          Options
	a          *archive
	zip        *zip.Writer
	teller     *teller
	w          *workbook
	styles     *styles
	looks      looks
	notes      notes
	formulas   int64
	comparison *check.Comparison
	index      *indexPage
	spool      *os.File // what the index will hold
}

func (b *binder) write(ctx context.Context) (err error) {
	if b.w, err = openWorkbook(b.a, b.o); err != nil {
		return err
	}
	if err := b.openStyles(); err != nil {
		return err
	}
	e, err := b.edit()
	if err != nil {
		return err
	}
	if err := b.head(e); err != nil {
		return err
	}
	if err := b.beginIndex(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.spool.Close(), os.Remove(b.spool.Name())) }()
	if err := b.sheets(ctx, e); err != nil {
		return err
	}
	if err := b.put(b.w.stylesPart, b.styles.text()); err != nil {
		return err
	}
	if err := b.putNotes(); err != nil {
		return err
	}
	if err := b.ownSheets(); err != nil {
		return err
	}
	return b.rest()
}

// put writes a small part.
func (b *binder) put(name string, text []byte) error {
	f, err := b.create(name)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return err
}

func (b *binder) create(name string) (io.Writer, error) {
	b.w.written[strings.ToLower(name)] = true
	return b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
}

func (b *binder) openStyles() error {
	text := []byte(fmt.Sprintf(bareStyles, b.w.space))
	if b.a.has(b.w.stylesPart) {
		var err error
		if text, err = b.a.small(b.w.stylesPart); err != nil {
			return err
		}
	}
	var err error
	if b.styles, err = readStyles(b.w.stylesPart, text); err != nil {
		return err
	}
	b.looks = addLooks(b.styles)
	return nil
}

// edit measures the judged sheet and decides where the words go.
func (b *binder) edit() (*edit, error) {
	l := b.o.Layout
	extent, err := measure(b.a, l.Part, l.Header, l.Own)
	if err != nil {
		return nil, err
	}
	own := l.Own
	if own == 0 {
		own = max(extent.column, slices.Max(l.Columns)) + 1
	}
	if own > maxColumns {
		return nil, fmt.Errorf("sheet %s has a value in its last column, so that there is no room for the faults in words: delete empty columns", l.Sheet)
	}
	head := b.styles.original(extent.headStyle)
	return &edit{extent: extent, header: l.Header, first: l.Columns[0], own: own, was: l.Own, heading: b.w.heading, examples: l.Examples,
		styles: b.styles, headCell: head, wordCell: b.looks.word, related: b.w.related, legacy: b.w.legacyID(b.noted(), extent.legacy)}, nil
}

const maxColumns = 16384

// noted reports whether there is a cell to bear a note.
func (b *binder) noted() bool {
	for _, t := range b.teller.rules {
		if len(t.columns) > 0 && t.count > 0 {
			return true
		}
	}
	return false
}

// head writes what describes the package.
func (b *binder) head(e *edit) error {
	b.w.filter(e)
	types, err := b.w.types()
	if err != nil {
		return err
	}
	if err := b.put(contentTypes, types); err != nil {
		return err
	}
	root, err := b.a.relations("")
	if err != nil {
		return err
	}
	if err := b.put(relationsPart(""), relationsText(b.w.sieve.keep(root))); err != nil {
		return err
	}
	if err := b.put(b.w.root, b.w.text()); err != nil {
		return err
	}
	return b.put(relationsPart(b.w.root), relationsText(b.w.relations))
}

// sheets copies all sheets that come back, the judged one edited.
func (b *binder) sheets(ctx context.Context, judged *edit) error {
	for _, part := range b.w.worksheets {
		e := (*edit)(nil)
		if part == b.o.Layout.Part {
			e = judged
			next, stop := iter.Pull2(b.o.Result.Faults(ctx))
			defer stop()
			e.next = func() (marked, bool, error) {
				row, err, more := next()
				if err != nil || !more {
					return marked{}, false, err
				}
				b.example(row)
				b.index.take(row, b.comparison.Row(row))
				return b.teller.marked(row, b.o.Offset, &b.notes), true, nil
			}
		}
		if err := b.sheet(part, e); err != nil {
			return err
		}
		if err := b.sheetRelations(part, e); err != nil {
			return err
		}
	}
	return nil
}

func (b *binder) sheet(part string, e *edit) (err error) {
	content, err := b.a.open(part)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	s, err := newScanner(part, content)
	if err != nil {
		return err
	}
	f, err := b.create(part)
	if err != nil {
		return err
	}
	n, err := copySheet(s, bufio.NewWriterSize(f, 1<<16), e)
	b.formulas += n
	return err
}

// sheetRelations writes the links of a sheet, with those to its notes.
func (b *binder) sheetRelations(part string, e *edit) error {
	list, err := b.a.relations(part)
	if err != nil {
		return err
	}
	list = b.w.sieve.keep(list)
	if e != nil && e.legacy != "" {
		list = b.w.noteRelations(list)
	}
	if len(list) == 0 && !b.a.has(relationsPart(part)) {
		return nil
	}
	return b.put(relationsPart(part), relationsText(list))
}

func (b *binder) putNotes() error {
	if b.w.comments == "" {
		return nil
	}
	var was, drawing []byte
	var err error
	if b.a.has(b.w.comments) {
		if was, err = b.a.small(b.w.comments); err != nil {
			return err
		}
	}
	if b.a.has(b.w.drawing) {
		if drawing, err = b.a.small(b.w.drawing); err != nil {
			return err
		}
	}
	text, gone, kept := b.notes.comments(was, b.w.space)
	if err := b.put(b.w.comments, text); err != nil {
		return err
	}
	return b.put(b.w.drawing, b.notes.drawing(disarm(drawing), gone, kept))
}

// rest copies every other part that comes back, as it is.
func (b *binder) rest() error {
	for _, f := range b.a.entries {
		name := cleanName(f.Name)
		lower := strings.ToLower(name)
		if b.w.written[lower] || b.w.sieve.drops(name) {
			continue
		}
		switch {
		case strings.HasSuffix(lower, ".rels"):
			if err := b.filteredRelations(name); err != nil {
				return err
			}
		case strings.HasSuffix(lower, ".vml"), strings.HasPrefix(lower, "xl/drawings/") && strings.HasSuffix(lower, ".xml"):
			text, err := b.a.small(name)
			if err != nil {
				return err
			}
			if err := b.put(name, disarm(text)); err != nil {
				return err
			}
		default:
			if err := b.copyRaw(name, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// filteredRelations copies the links of another part.
func (b *binder) filteredRelations(name string) error {
	owner := strings.Replace(strings.TrimSuffix(name, ".rels"), "_rels/", "", 1)
	if b.w.sieve.drops(owner) || b.w.sieve.drops(name) {
		return nil
	}
	list, err := b.a.relations(owner)
	if err != nil {
		return err
	}
	return b.put(name, relationsText(b.w.sieve.keep(list)))
}

// copyRaw copies a part without unzipping it.
func (b *binder) copyRaw(name string, f *zip.File) error {
	raw, err := f.OpenRaw()
	if err != nil {
		return err
	}
	header := f.FileHeader
	header.Name = name
	out, err := b.zip.CreateRaw(&header)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, raw)
	return err
}
