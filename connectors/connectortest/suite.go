// Package connectortest is the conformance suite that every connector passes: it
// proves what connectors.Source and connectors.Extract promise.
package connectortest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"cdoscore/connectors"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// Null stands for NULL among expected cells.
const Null = "\x00NULL"

// Row is one row of an extract: its number and its cells as text.
type Row struct {
	Number int64
	Cells  []string
}

// Harness describes a connector and sources prepared for it.
type Harness struct {
	Type    connectors.Type
	Request connectors.Request // Alloc is set by the suite

	Good     connectors.Values // a small extract, with:
	Columns  []string
	Rows     []Row
	Physical int64 // data records, rejected ones included

	Large      connectors.Values   // more than two full records of rows
	Absent     connectors.Values   // a source to which nothing was delivered; nil: it is there or refuses
	Unreadable []connectors.Values // sources that hold something else
	Refusing   []connectors.Values // sources that refuse, or are down
	Secret     string              // what no error and no Info may hold; empty: there is none
}

// Run runs the suite.
func Run(t *testing.T, h Harness) {
	t.Helper()
	t.Run("options are declared", h.testOptions)
	t.Run("content", h.testContent)
	t.Run("same content when read again", h.testStable)
	t.Run("batches", h.testBatches)
	t.Run("cancelled midway", h.testCancel)
	t.Run("closed early", h.testCloseEarly)
	t.Run("absent", h.testAbsent)
	t.Run("unreadable", h.testUnreadable)
	t.Run("refusing", h.testRefusing)
	t.Run("reached", h.testReached)
}

// Open opens a source or fails the test.
func Open(t testing.TB, typ connectors.Type, v connectors.Values, r connectors.Request) connectors.Extract {
	t.Helper()
	e, err := TryOpen(typ, v, r)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return e
}

// TryOpen checks the options, makes the source and opens it.
func TryOpen(typ connectors.Type, v connectors.Values, r connectors.Request) (connectors.Extract, error) {
	if faults := typ.Check(v); len(faults) > 0 {
		return nil, faults[0]
	}
	source, err := typ.New(v)
	if err != nil {
		return nil, err
	}
	return source.Open(context.Background(), r)
}

// ReadAll reads an extract to its end and closes it.
func ReadAll(e connectors.Extract) ([]Row, connectors.Info, error) {
	defer e.Close()
	var rows []Row
	for {
		record, err := e.Next(context.Background())
		if err == io.EOF {
			return rows, e.Info(), e.Close()
		}
		if err != nil {
			return rows, e.Info(), err
		}
		rows = append(rows, cells(record)...)
		record.Release()
	}
}

func (h Harness) testOptions(t *testing.T) {
	for _, v := range []connectors.Values{h.Good, h.Large, h.Absent} {
		if v == nil {
			continue
		}
		for _, fault := range h.Type.Check(v) {
			t.Errorf("Check: %v", fault)
		}
	}
	if faults := h.Type.Check(connectors.Values{"no such option": {"x"}}); len(faults) == 0 {
		t.Error("Check lets an unknown option pass")
	}
}

func (h Harness) testContent(t *testing.T) {
	alloc := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer alloc.AssertSize(t, 0)
	e := Open(t, h.Type, h.Good, h.request(alloc))
	checkSchema(t, e.Schema(), h.Columns)
	rows, info, err := ReadAll(e)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
	if got, want := render(rows), render(h.Rows); got != want {
		t.Errorf("rows:\n%swant:\n%s", got, want)
	}
	if info.Physical != h.Physical || int64(len(rows)+len(info.Rejected)) != info.Physical {
		t.Errorf("read %d + rejected %d, physical %d; want physical %d", len(rows), len(info.Rejected), info.Physical, h.Physical)
	}
	if info.Origin == "" {
		t.Error("Info.Origin is empty")
	}
	h.checkSecret(t, info.Origin)
	checkRejections(t, info.Rejected)
	for _, w := range info.Warnings {
		if n := len(w.Examples); n == 0 || n > connectors.MaxExamples || w.Count < int64(n) {
			t.Errorf("warning %+v: its count and examples do not fit", w)
		}
	}
}

func (h Harness) testStable(t *testing.T) {
	var texts [2]string
	for i := range texts {
		rows, info, err := ReadAll(Open(t, h.Type, h.Good, h.request(memory.DefaultAllocator)))
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = render(rows) + fmt.Sprint(info)
	}
	if texts[0] != texts[1] {
		t.Errorf("first reading:\n%ssecond:\n%s", texts[0], texts[1])
	}
}

func (h Harness) testBatches(t *testing.T) {
	alloc := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer alloc.AssertSize(t, 0)
	e := Open(t, h.Type, h.Large, h.request(alloc))
	defer e.Close()
	last, batches, total := int64(-1), 0, int64(0)
	for {
		record, err := e.Next(context.Background())
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if record.NumRows() < 1 || record.NumRows() > connectors.BatchRows {
			t.Errorf("a record of %d rows", record.NumRows())
		}
		for _, n := range record.Column(0).(*array.Int64).Int64Values() {
			if n <= last {
				t.Errorf("row %d follows row %d", n, last)
			}
			last = n
		}
		total += record.NumRows()
		batches++
		record.Release()
	}
	if batches < 3 {
		t.Errorf("the large extract makes %d records, the suite needs 3", batches)
	}
	if info := e.Info(); info.Physical != total+int64(len(info.Rejected)) {
		t.Errorf("physical %d, rows %d, rejected %d", info.Physical, total, len(info.Rejected))
	}
}

func (h Harness) testCancel(t *testing.T) {
	alloc := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer alloc.AssertSize(t, 0)
	e := Open(t, h.Type, h.Large, h.request(alloc))
	defer e.Close()
	ctx, cancel := context.WithCancel(context.Background())
	record, err := e.Next(ctx)
	if err != nil {
		t.Fatal(err)
	}
	record.Release()
	cancel()
	if _, err := e.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Next after cancel: %v", err)
	}
}

func (h Harness) testCloseEarly(t *testing.T) {
	alloc := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer alloc.AssertSize(t, 0)
	e := Open(t, h.Type, h.Large, h.request(alloc))
	if err := e.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
	if _, err := e.Next(context.Background()); err == nil {
		t.Error("Next after Close succeeds")
	}
}

func (h Harness) testAbsent(t *testing.T) {
	if h.Absent == nil {
		t.Skip("such a source is never absent")
	}
	h.expectFailure(t, h.Absent, connectors.Absent)
}

func (h Harness) testUnreadable(t *testing.T) {
	for i, v := range h.Unreadable {
		t.Run(fmt.Sprint(i), func(t *testing.T) { h.expectFailure(t, v, connectors.Unreadable) })
	}
}

func (h Harness) testRefusing(t *testing.T) {
	for i, v := range h.Refusing {
		t.Run(fmt.Sprint(i), func(t *testing.T) { h.expectFailure(t, v, connectors.SourceFault) })
	}
}

func (h Harness) expectFailure(t *testing.T, v connectors.Values, class connectors.Class) {
	alloc := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer alloc.AssertSize(t, 0)
	e, err := TryOpen(h.Type, v, h.request(alloc))
	if err == nil {
		_, _, err = ReadAll(e)
	}
	failure := AsError(t, err)
	if failure.Class != class {
		t.Errorf("class %d, want %d: %v", failure.Class, class, err)
	}
	if m, ok := connectors.Reasons()[failure.Reason.Key]; !ok || m.Marks() != len(failure.Reason.Args) {
		t.Errorf("reason %+v does not fit the catalogue", failure.Reason)
	}
	h.checkSecret(t, err.Error())
}

// AsError asserts that err is a failure of an extract.
func AsError(t testing.TB, err error) *connectors.Error {
	t.Helper()
	var failure *connectors.Error
	if !errors.As(err, &failure) {
		t.Fatalf("got %v (%T), want a *connectors.Error", err, err)
	}
	return failure
}

func (h Harness) request(alloc memory.Allocator) connectors.Request {
	r := h.Request
	r.Alloc = alloc
	return r
}

func (h Harness) checkSecret(t *testing.T, text string) {
	t.Helper()
	if h.Secret != "" && strings.Contains(text, h.Secret) {
		t.Errorf("the secret stands in %q", text)
	}
}

func checkSchema(t *testing.T, s *arrow.Schema, columns []string) {
	t.Helper()
	first := s.Field(0)
	if first.Name != connectors.RowColumn || first.Type.ID() != arrow.INT64 || first.Nullable {
		t.Errorf("first field %v", first)
	}
	var names []string
	for _, f := range s.Fields()[1:] {
		names = append(names, f.Name)
		if f.Type.ID() != arrow.STRING || !f.Nullable {
			t.Errorf("field %v is not nullable utf8", f)
		}
	}
	if got, want := fmt.Sprintf("%q", names), fmt.Sprintf("%q", columns); got != want {
		t.Errorf("columns %s, want %s", got, want)
	}
}

func checkRejections(t *testing.T, rejected []connectors.Rejection) {
	t.Helper()
	for _, r := range rejected {
		m, ok := connectors.Reasons()[r.Reason.Key]
		if !ok || m.Marks() != len(r.Reason.Args) {
			t.Errorf("rejection %+v: the reason does not fit the catalogue", r)
		}
		if r.Where == "" || r.Raw == "" || r.Row < 1 {
			t.Errorf("rejection %+v lacks its place, its text or its number", r)
		}
	}
}

func cells(record arrow.Record) []Row {
	rows := make([]Row, record.NumRows())
	numbers := record.Column(0).(*array.Int64)
	for i := range rows {
		rows[i].Number = numbers.Value(i)
		for c := 1; c < int(record.NumCols()); c++ {
			column := record.Column(c).(*array.String)
			if column.IsNull(i) {
				rows[i].Cells = append(rows[i].Cells, Null)
			} else {
				rows[i].Cells = append(rows[i].Cells, strings.Clone(column.Value(i)))
			}
		}
	}
	return rows
}

func render(rows []Row) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%d %q\n", r.Number, r.Cells)
	}
	return b.String()
}

// testReached: a place that answers is reached, also where nothing was delivered yet.
func (h Harness) testReached(t *testing.T) {
	for _, v := range []connectors.Values{h.Good, h.Absent} {
		if v == nil {
			continue
		}
		source, err := h.Type.New(v)
		if err != nil {
			t.Fatal(err)
		}
		if r, ok := source.(connectors.Reacher); !ok {
			t.Errorf("%s cannot tell whether its place answers", h.Type.Name)
		} else if err := r.Reach(context.Background(), h.request(memory.DefaultAllocator)); err != nil {
			t.Errorf("%v is not reached: %v", v, err)
		}
	}
}
