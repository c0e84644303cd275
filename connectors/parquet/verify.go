package parquet

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// verifyStruct decodes the leaves of a field with structs once, here. The library
// decodes such fields in goroutines of its own, where a panic over a damaged page
// would end the whole night; here it is caught.
func (p *part) verifyStruct(field pqarrow.SchemaField) error {
	if !holdsStruct(field.Field.Type) {
		return nil
	}
	for group := range p.reader.NumRowGroups() {
		for _, leaf := range leavesOf(field) {
			column, err := p.reader.RowGroup(group).Column(leaf)
			if err != nil {
				return err
			}
			if err := drain(column); err != nil {
				return err
			}
		}
	}
	return nil
}

func holdsStruct(t arrow.DataType) bool {
	switch t := t.(type) {
	case *arrow.StructType, *arrow.MapType:
		return true
	case arrow.ListLikeType:
		return holdsStruct(t.Elem())
	}
	return false
}

func leavesOf(field pqarrow.SchemaField) []int {
	if len(field.Children) == 0 {
		return []int{field.ColIndex}
	}
	var leaves []int
	for _, child := range field.Children {
		leaves = append(leaves, leavesOf(child)...)
	}
	return leaves
}

// drain decodes a column chunk to its end.
func drain(column file.ColumnChunkReader) error {
	switch c := column.(type) {
	case *file.BooleanColumnChunkReader:
		return drainTyped(c.HasNext, c.ReadBatch, c.Err)
	case *file.Int32ColumnChunkReader:
		return drainTyped(c.HasNext, c.ReadBatch, c.Err)
	case *file.Int64ColumnChunkReader:
		return drainTyped(c.HasNext, c.ReadBatch, c.Err)
	case *file.Int96ColumnChunkReader:
		return drainTyped(c.HasNext, c.ReadBatch, c.Err)
	case *file.Float32ColumnChunkReader:
		return drainTyped(c.HasNext, c.ReadBatch, c.Err)
	case *file.Float64ColumnChunkReader:
		return drainTyped(c.HasNext, c.ReadBatch, c.Err)
	case *file.ByteArrayColumnChunkReader:
		return drainTyped(c.HasNext, c.ReadBatch, c.Err)
	case *file.FixedLenByteArrayColumnChunkReader:
		return drainTyped(c.HasNext, c.ReadBatch, c.Err)
	}
	return fmt.Errorf("column chunk of type %T", column)
}

type physical interface {
	bool | int32 | int64 | float32 | float64 | parquet.Int96 | parquet.ByteArray | parquet.FixedLenByteArray
}

func drainTyped[T physical](hasNext func() bool, read func(int64, []T, []int16, []int16) (int64, int, error), failed func() error) error {
	values, definitions, repetitions := make([]T, readRows), make([]int16, readRows), make([]int16, readRows)
	for hasNext() {
		levels, _, err := read(readRows, values, definitions, repetitions)
		if err != nil {
			return err
		}
		if levels == 0 {
			break
		}
	}
	return failed()
}
