package ruletest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"cdoscore/connectors"
	"cdoscore/pipeline/snapshot"
	"cdoscore/rules/oracle"
	"cdoscore/rules/plan"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// extract hands a table over as a connector does, in one record.
type extract struct {
	table table
	given bool
}

func (x *extract) Schema() *arrow.Schema {
	fields := []arrow.Field{{Name: connectors.RowColumn, Type: arrow.PrimitiveTypes.Int64}}
	for _, name := range x.table.columns {
		fields = append(fields, arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true})
	}
	return arrow.NewSchema(fields, nil)
}

func (x *extract) Next(context.Context) (arrow.Record, error) {
	if x.given || len(x.table.rows) == 0 {
		return nil, io.EOF
	}
	x.given = true
	return record(x.Schema(), x.table.rows, 1), nil
}

func (x *extract) Info() connectors.Info {
	return connectors.Info{Origin: rowsFile, Physical: int64(len(x.table.rows))}
}

func (x *extract) Close() error { return nil }

// record is the caller's to release. Its rows are numbered from first on.
func record(schema *arrow.Schema, rows [][]oracle.Cell, first int64) arrow.Record {
	b := array.NewRecordBuilder(memory.NewGoAllocator(), schema)
	defer b.Release()
	for n, row := range rows {
		b.Field(0).(*array.Int64Builder).Append(first + int64(n))
		for i, cell := range row {
			if cell == nil {
				b.Field(i + 1).AppendNull()
			} else {
				b.Field(i + 1).(*array.StringBuilder).Append(*cell)
			}
		}
	}
	return b.NewRecord()
}

// freeze makes a snapshot as the night does.
func freeze(ctx context.Context, dir string, t table) (path string, m snapshot.Manifest, err error) {
	start := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // a manifest's times judge nothing
	m, err = snapshot.Freeze(ctx, dir, &extract{table: t}, snapshot.About{Dataset: "case", Slot: defaultSlot, Version: 1, Started: start, Clock: func() time.Time { return start }})
	return filepath.Join(dir, snapshot.DataFile), m, err
}

// groupRows is how few rows the row groups of a case have.
const groupRows = 3

// write writes rows in row groups of a size, each from a record of its own; no
// manifest stands beside them.
func write(path string, columns []plan.Column, t table, size int) (err error) {
	fields := []arrow.Field{{Name: connectors.RowColumn, Type: arrow.PrimitiveTypes.Int64}}
	for _, c := range columns {
		fields = append(fields, arrow.Field{Name: c.Stored, Type: arrow.BinaryTypes.String, Nullable: true})
	}
	schema := arrow.NewSchema(fields, nil)
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w, err := pqarrow.NewFileWriter(schema, file, parquet.NewWriterProperties(parquet.WithDictionaryDefault(false)), pqarrow.DefaultWriterProps())
	if err != nil {
		return errors.Join(err, file.Close())
	}
	defer func() { err = errors.Join(err, w.Close()) }() // closes the file too
	for from := 0; from < len(t.rows); from += size {
		r := record(schema, t.rows[from:min(len(t.rows), from+size)], int64(from)+1)
		err := w.Write(r)
		r.Release()
		if err != nil {
			return fmt.Errorf("row group of rows %d on: %w", from+1, err)
		}
	}
	return nil
}
