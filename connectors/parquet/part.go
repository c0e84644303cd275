package parquet

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"cdoscore/connectors"
	"cdoscore/connectors/files"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// readRows is how many rows are decoded at a time.
const readRows = 1024

// part reads one file, batch by batch.
type part struct {
	path     string
	zone     *time.Location
	reader   *file.Reader
	manifest []pqarrow.SchemaField
	fields   []*pqarrow.ColumnReader
	columns  []connectors.Column
	declared int64 // rows that the file says it has
	row      int64
	batch    []arrow.Array // of each column, the rows being given out
	at       int           // in batch
	texts    []text
	release  []func() error
}

// text is the canonical text of a value, or NULL.
type text struct {
	text string
	null bool
}

func (s *source) openPart(ctx context.Context, f *files.File, r connectors.Request, _ []connectors.Column) (files.Part, error) {
	local, release, err := f.Local()
	if err != nil {
		return nil, err
	}
	p := &part{path: f.Path, zone: r.Zone, release: []func() error{release}}
	if p.zone == nil {
		p.zone = time.UTC
	}
	if err := p.guard(ctx, func() error { return p.open(ctx, local, r.Alloc) }); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

func (p *part) Columns() []connectors.Column { return p.columns }

func (p *part) Close() error {
	p.dropBatch()
	for _, f := range p.fields {
		f.Release()
	}
	p.fields = nil
	var errs []error
	if p.reader != nil {
		errs = append(errs, p.reader.Close())
		p.reader = nil
	}
	for _, release := range p.release {
		errs = append(errs, release())
	}
	p.release = nil
	return errors.Join(errs...)
}

func (p *part) Read(ctx context.Context, w *connectors.RowWriter) error {
	if p.row == p.declared {
		return io.EOF
	}
	return p.guard(ctx, func() error {
		if p.batch == nil || p.at == p.batch[0].Len() {
			if err := p.nextBatch(); err != nil {
				return err
			}
		}
		for i, column := range p.batch {
			p.texts[i] = p.render(&p.manifest[i], column, p.at)
		}
		p.at++
		p.row++
		p.write(w)
		return nil
	})
}

func (p *part) write(w *connectors.RowWriter) {
	for i, t := range p.texts {
		if !utf8.ValidString(t.text) {
			w.Reject(connectors.Rejection{Row: p.row, Where: fmt.Sprintf("row %d", p.row),
				Reason: connectors.NewReason("source.invalid_utf8", p.columns[i].Name), Raw: p.raw()})
			return
		}
	}
	w.Begin(p.row)
	for _, t := range p.texts {
		if t.null {
			w.Null()
		} else {
			w.Text(t.text)
		}
	}
}

func (p *part) open(ctx context.Context, local string, alloc memory.Allocator) error {
	if alloc == nil {
		alloc = memory.DefaultAllocator
	}
	var err error
	if p.reader, err = file.OpenParquetFile(local, false); err != nil {
		return err
	}
	p.declared = p.reader.NumRows()
	arrowReader, err := pqarrow.NewFileReader(p.reader, pqarrow.ArrowReadProperties{BatchSize: readRows}, alloc)
	if err != nil {
		return err
	}
	leaves, groups := everything(p.reader)
	p.manifest = arrowReader.Manifest.Fields
	for i, field := range p.manifest {
		if err := p.verifyStruct(field); err != nil {
			return err
		}
		column, err := arrowReader.GetFieldReader(ctx, i, leaves, groups)
		if err != nil {
			return p.unreadableColumn(field, err)
		}
		p.fields = append(p.fields, column)
		p.columns = append(p.columns, connectors.Column{Name: field.Field.Name, SourceType: p.sourceType(i)})
	}
	p.texts = make([]text, len(p.columns))
	return nil
}

// nextBatch decodes the next rows of every column. All must yield the same
// number, and together as many as the file declares: the library ends early and
// in silence where pages are missing.
func (p *part) nextBatch() error {
	p.dropBatch()
	want := min(readRows, p.declared-p.row)
	if len(p.fields) == 0 {
		return p.incomplete()
	}
	for _, field := range p.fields {
		chunked, err := field.NextBatch(want)
		if err != nil {
			return err
		}
		joined, err := join(chunked)
		chunked.Release()
		if err != nil {
			return err
		}
		p.batch = append(p.batch, joined)
		if int64(joined.Len()) != want {
			return p.incomplete()
		}
	}
	return nil
}

func (p *part) dropBatch() {
	for _, column := range p.batch {
		column.Release()
	}
	p.batch, p.at = nil, 0
}

func join(chunked *arrow.Chunked) (arrow.Array, error) {
	switch chunks := chunked.Chunks(); len(chunks) {
	case 0:
		return array.MakeArrayOfNull(memory.DefaultAllocator, chunked.DataType(), 0), nil
	case 1:
		chunks[0].Retain()
		return chunks[0], nil
	default:
		return array.Concatenate(chunks, memory.DefaultAllocator)
	}
}

func everything(r *file.Reader) (leaves map[int]bool, groups []int) {
	leaves = map[int]bool{}
	for i := range r.MetaData().Schema.NumColumns() {
		leaves[i] = true
	}
	for i := range r.NumRowGroups() {
		groups = append(groups, i)
	}
	return leaves, groups
}

// sourceType names the type of a top-level field as Parquet does.
func (p *part) sourceType(field int) string {
	node := p.reader.MetaData().Schema.Root().Field(field)
	if logical := node.LogicalType(); logical != nil && !logical.IsNone() {
		return logical.String()
	}
	for i := range p.reader.MetaData().Schema.NumColumns() {
		column := p.reader.MetaData().Schema.Column(i)
		if column.SchemaNode() == node {
			return column.PhysicalType().String()
		}
	}
	return "GROUP"
}

func (p *part) raw() string {
	shown := make([]string, len(p.texts))
	for i, t := range p.texts {
		shown[i] = p.columns[i].Name + "=" + strconv.Quote(t.text)
	}
	return strings.Join(shown, " ")
}
