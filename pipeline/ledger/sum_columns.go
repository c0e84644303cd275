package ledger

import (
	"context"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// sumColumns are the columns that sums are made of, of some consecutive rows of a
// results.parquet. One is filled again and again: hundreds of millions of values pass
// through it.
type sumColumns struct {
	only                                                          []string // the columns that are read; nil: all
	rows                                                          int
	record, dataset, slot, rule, kind, indicator, fields, group   codes
	total, applicable, missing, evaluated, failed, exempt, groups []int64
	weight                                                        []int32
	scored                                                        []bool
	credit                                                        []int32 // of a row that is credited
	credited                                                      []bool
	places                                                        map[string]int

	// What a column is read by.
	codes   []int32
	numbers []int64
	texts   []parquet.ByteArray
	packed  []int32
	defined []int16
}

func newSumColumns(only ...string) *sumColumns {
	c := &sumColumns{places: map[string]int{}, only: only}
	for i, column := range columns() {
		c.places[column.name] = i
	}
	return c
}

// each fills the columns with the rows of a results.parquet, in its order, and calls
// do after every filling.
func (c *sumColumns) each(ctx context.Context, path string, do func()) error {
	if err := c.readFile(ctx, path, do); err != nil {
		return fmt.Errorf("sum results %s: %w", path, err)
	}
	return nil
}

func (c *sumColumns) readFile(ctx context.Context, path string, do func()) error {
	parquetFile, err := file.OpenParquetFile(path, false)
	if err != nil {
		return err
	}
	defer parquetFile.Close()
	reader, err := pqarrow.NewFileReader(parquetFile, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		return err
	}
	if err := checkColumns(reader); err != nil {
		return err
	}
	for i := range parquetFile.NumRowGroups() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := c.readGroup(parquetFile.RowGroup(i)); err != nil {
			return err
		}
		do()
	}
	return nil
}

func (c *sumColumns) readGroup(group *file.RowGroupReader) error {
	c.rows = int(group.NumRows())
	for _, column := range []struct {
		name string
		to   *codes
	}{
		{"record", &c.record}, {"dataset", &c.dataset}, {"slot", &c.slot}, {"rule", &c.rule},
		{"kind", &c.kind}, {"indicator", &c.indicator}, {"fields", &c.fields}, {"check_group", &c.group},
	} {
		if c.unread(column.name) {
			continue
		}
		if err := c.readCodes(group, column.name, column.to); err != nil {
			return err
		}
	}
	for _, column := range []struct {
		name string
		to   *[]int64
	}{
		{"total", &c.total}, {"applicable", &c.applicable}, {"missing", &c.missing}, {"evaluated", &c.evaluated},
		{"failed", &c.failed}, {"exempt", &c.exempt}, {"groups", &c.groups},
	} {
		if c.unread(column.name) {
			continue
		}
		if err := c.readCounts(group, column.name, column.to); err != nil {
			return err
		}
	}
	if !c.unread("weight") {
		if err := c.readWeights(group, "weight", &c.weight); err != nil {
			return err
		}
	}
	if err := readColumn(c, group, "scored", &c.scored, nil, (*file.BooleanColumnChunkReader).ReadBatch); err != nil {
		return err
	}
	c.defined = resized(c.defined, c.rows)
	if err := readColumn(c, group, "credit", &c.packed, c.defined, (*file.Int32ColumnChunkReader).ReadBatch); err != nil {
		return err
	}
	c.spread()
	return nil
}

func (c *sumColumns) unread(name string) bool {
	return c.only != nil && !slices.Contains(c.only, name)
}

// spread puts the credits, which come one after the other, into their rows.
func (c *sumColumns) spread() {
	c.credit, c.credited = resized(c.credit, c.rows), resized(c.credited, c.rows)
	next := 0
	for i, level := range c.defined {
		if c.credited[i] = level > 0; c.credited[i] {
			c.credit[i] = c.packed[next]
			next++
		}
	}
}

func resized[T any](list []T, n int) []T {
	if cap(list) < n {
		return make([]T, n)
	}
	return list[:n]
}

// readColumn reads a column of a row group whole. Of one that may lack values the
// levels say which rows have one; the values stand one after the other.
func readColumn[T any, R any](c *sumColumns, group *file.RowGroupReader, name string, to *[]T, levels []int16,
	read func(R, int64, []T, []int16, []int16) (int64, int, error)) error {
	column, err := group.Column(c.places[name])
	if err != nil {
		return fmt.Errorf("column %s: %w", name, err)
	}
	reader, typed := any(column).(R)
	if !typed {
		return fmt.Errorf("column %s is stored as %s: it is of another version of this program", name, column.Type())
	}
	*to = resized(*to, c.rows)
	rows, values := 0, 0
	for rows < c.rows {
		var defined []int16
		if levels != nil {
			defined = levels[rows:]
		}
		n, got, err := read(reader, int64(c.rows-rows), (*to)[values:], defined, nil)
		if err != nil {
			return fmt.Errorf("column %s: %w", name, err)
		}
		if n == 0 {
			return fmt.Errorf("column %s ends after %d of %d rows", name, rows, c.rows)
		}
		rows, values = rows+int(n), values+got
	}
	return nil
}

// codes are a column of texts as numbers: row i says names[of[i]]. A text keeps its
// number for as long as the codes live.
type codes struct {
	of    []int32
	names []string
	known map[string]int32
}

func (c *codes) code(text []byte) int32 {
	code, known := c.known[string(text)]
	if !known {
		if c.known == nil {
			c.known = map[string]int32{}
		}
		code = int32(len(c.names))
		c.names = append(c.names, string(text))
		c.known[c.names[code]] = code
	}
	return code
}
