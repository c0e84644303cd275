package snapshot_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cdoscore/connectors"
	"cdoscore/pipeline/snapshot"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/google/go-cmp/cmp"
)

func TestFreezeKeepsEveryValueAndRejectedRecord(t *testing.T) {
	rows := []row{
		{1, []*string{text("甲"), nil, text("")}},
		{3, []*string{text(" x "), text("\U0001F600"), nil}},
		{9, []*string{nil, text("=1+1"), text("NULL")}},
	}
	x := newFake([]string{"名", "名", ""}, rows...)
	x.batch = 2
	x.info.Rejected = []connectors.Rejection{
		{Row: 2, Where: "line 3", Reason: connectors.NewReason("csv.fields_few", "3", "2"), Raw: `a,"<b>` + "\n"},
		{Row: 4, Where: "line 5", Reason: connectors.NewReason("csv.invalid_utf8", "5", "1"), Raw: "\xff\xfe,b"},
	}
	x.info.Warnings = []connectors.Warning{{Reason: connectors.NewReason("excel.hidden_sheets", "字典"), Count: 7, Examples: []string{"sheet 明细"}}}
	x.info.Physical = 5
	dir, m := freeze(t, t.TempDir(), x, about())

	got := readData(t, dir)
	if diff := cmp.Diff(rows, got.rows, cmp.AllowUnexported(row{})); diff != "" {
		t.Errorf("rows (-received +stored):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"_row", "c1", "c2", "c3"}, got.names); diff != "" {
		t.Errorf("columns:\n%s", diff)
	}
	if got.createdBy != "cdoscore" {
		t.Errorf("created by %q", got.createdBy)
	}
	rejected, err := snapshot.ReadRejected(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(x.info.Rejected, rejected); diff != "" {
		t.Errorf("rejected (-received +stored):\n%s", diff)
	}
	want := snapshot.Manifest{
		Format: 1, Dataset: "hrss/payments", Slot: "2026-03-02", Version: 1,
		SHA256: m.SHA256, RejectedSHA256: m.RejectedSHA256, ContentSHA256: m.ContentSHA256,
		Rows: 3, Rejected: 2, Physical: 5,
		Columns: []snapshot.Column{
			{Name: "名", Stored: "c1", SourceType: "varchar"},
			{Name: "名", Stored: "c2", SourceType: "varchar"},
			{Name: "", Stored: "c3", SourceType: "varchar"},
		},
		Warnings: []snapshot.Warning{{Key: "excel.hidden_sheets", Args: []string{"字典"}, English: "hidden sheets were not read: 字典; name one in the option sheet to read it", Count: 7, Examples: []string{"sheet 明细"}}},
		Origin:   "drop/a.csv", Modified: x.info.Modified, Started: started, Finished: finished,
	}
	loaded, err := snapshot.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Errorf("manifest:\n%s", diff)
	}
	if diff := cmp.Diff(m, loaded); diff != "" {
		t.Errorf("manifest read back:\n%s", diff)
	}
	if err := snapshot.Verify(dir); err != nil {
		t.Error(err)
	}
}

func TestFreezeIsForTheOwnerOnly(t *testing.T) {
	root := t.TempDir()
	x := newFake([]string{"a"}, row{1, []*string{text("1")}})
	x.info.Rejected = []connectors.Rejection{{Row: 2, Where: "line 3", Raw: "b"}}
	x.info.Physical = 2
	freeze(t, root, x, about())
	err := filepath.WalkDir(filepath.Join(root, "snapshots"), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if want := map[bool]fs.FileMode{true: 0o700, false: 0o600}[d.IsDir()]; err == nil && info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode().Perm(), want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFreezeCutsRowGroups(t *testing.T) {
	for _, test := range []struct {
		name  string
		batch int
	}{
		{"full records", connectors.BatchRows},
		{"records that do not divide a group", 7000},
		{"one record longer than a group", 200_000},
	} {
		t.Run(test.name, func(t *testing.T) {
			rows := make([]row, 130_000)
			for i := range rows {
				rows[i] = row{int64(i + 1), []*string{text(fmt.Sprint(i)), nil}}
			}
			x := newFake([]string{"a", "b"}, rows...)
			x.batch = test.batch
			dir, _ := freeze(t, t.TempDir(), x, about())
			got := readData(t, dir)
			if diff := cmp.Diff([]int64{122_880, 7_120}, got.groups); diff != "" {
				t.Errorf("rows in each group:\n%s", diff)
			}
			if diff := cmp.Diff(rows, got.rows, cmp.AllowUnexported(row{})); diff != "" {
				t.Errorf("rows:\n%s", diff)
			}
		})
	}
}

func TestFreezeOfNoRows(t *testing.T) {
	dir, m := freeze(t, t.TempDir(), newFake([]string{"a", "b"}), about())
	if m.Rows != 0 || len(m.Columns) != 2 {
		t.Errorf("rows %d, columns %v", m.Rows, m.Columns)
	}
	if got := readData(t, dir); len(got.rows) != 0 || len(got.names) != 3 {
		t.Errorf("read back: %v", got)
	}
}

func TestHashes(t *testing.T) {
	base := func() *fake {
		return newFake([]string{"a", "b"}, row{1, []*string{text("x"), text("yz")}}, row{2, []*string{nil, text("")}})
	}
	_, want := freeze(t, t.TempDir(), base(), about())
	for _, test := range []struct {
		name        string
		change      func(*fake)
		sameContent bool
		sameFile    bool
	}{
		{"the same again", func(*fake) {}, true, true},
		{"smaller records", func(x *fake) { x.batch = 1 }, true, true},
		{"other row numbers", func(x *fake) { x.rows[1].number = 7 }, true, false},
		{"a name", func(x *fake) { x.schema = newFake([]string{"a", "B"}).schema }, false, true},
		{"NULL for empty text", func(x *fake) { x.rows[1].cells[1] = nil }, false, false},
		{"a value moved to the next cell", func(x *fake) { x.rows[0].cells = []*string{text("xy"), text("z")} }, false, false},
		{"rows exchanged", func(x *fake) { x.rows[0].cells, x.rows[1].cells = x.rows[1].cells, x.rows[0].cells }, false, false},
		{"a rejected record", func(x *fake) {
			x.info.Rejected, x.info.Physical = []connectors.Rejection{{Row: 3, Raw: "q"}}, 3
		}, false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := base()
			test.change(x)
			_, got := freeze(t, t.TempDir(), x, about())
			if same := got.ContentSHA256 == want.ContentSHA256; same != test.sameContent {
				t.Errorf("same content: %v", same)
			}
			if same := got.SHA256 == want.SHA256; same != test.sameFile {
				t.Errorf("same file: %v", same)
			}
		})
	}
}

func TestFreezeRefusesABrokenExtract(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(*fake)
		says  []string
	}{
		{"lost records", func(x *fake) { x.info.Physical = 5 }, []string{"2 rows", "0 records rejected", "5 physical"}},
		{"a row number twice", func(x *fake) { x.rows[1].number = 1 }, []string{"row 1 follows row 1"}},
		{"a row number going back over records", func(x *fake) { x.rows[0].number, x.batch = 8, 1 }, []string{"row 2 follows row 8"}},
		{"a typed column", func(x *fake) {
			x.schema = arrow.NewSchema([]arrow.Field{x.schema.Field(0), {Name: "n", Type: arrow.PrimitiveTypes.Int32}}, nil)
		}, []string{`column 1, "n", is int32`}},
		{"no row numbers", func(x *fake) {
			x.schema = arrow.NewSchema(x.schema.Fields()[1:], nil)
		}, []string{"first column is not _row"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := t.TempDir()
			x := newFake([]string{"a"}, row{1, []*string{text("x")}}, row{2, []*string{text("y")}})
			test.spoil(x)
			a := about()
			_, err := snapshot.Freeze(context.Background(), snapshot.Dir(root, a.Dataset, a.Slot, 1), x, a)
			wantClass(t, err, connectors.Platform)
			for _, s := range append(test.says, "hrss/payments, slot 2026-03-02, version 1") {
				if !strings.Contains(err.Error(), s) {
					t.Errorf("%q lacks %q", err, s)
				}
			}
			if left := leftovers(t, root); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestFreezeLeavesNothingBehind(t *testing.T) {
	many := func() *fake {
		rows := make([]row, 3*connectors.BatchRows)
		for i := range rows {
			rows[i] = row{int64(i + 1), []*string{text("值"), nil}}
		}
		return newFake([]string{"a", "b"}, rows...)
	}
	broken := connectors.NewError(connectors.Unreadable, "a.csv.gz", nil, "file.truncated")
	for _, test := range []struct {
		name  string
		spoil func(x *fake, cancel func(), dir string)
		check func(*testing.T, error)
	}{
		{"the source breaks midway", func(x *fake, _ func(), _ string) { x.err = broken },
			func(t *testing.T, err error) {
				if err != error(broken) {
					t.Errorf("got %v, want the source's own error", err)
				}
			}},
		{"cancelled midway", func(x *fake, cancel func(), _ string) {
			x.onNext = func() {
				if x.at > 0 {
					cancel()
				}
			}
		}, func(t *testing.T, err error) {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		}},
		{"the temporary folder vanishes", func(x *fake, _ func(), dir string) {
			x.onNext = func() {
				temps, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), ".freeze-*"))
				for _, temp := range temps {
					os.RemoveAll(temp)
				}
			}
		}, func(t *testing.T, err error) { wantClass(t, err, connectors.Platform) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			root, x := t.TempDir(), many()
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			alloc := memory.NewCheckedAllocator(memory.NewGoAllocator())
			defer alloc.AssertSize(t, 0)
			a := about()
			x.alloc = alloc
			dir := snapshot.Dir(root, a.Dataset, a.Slot, 1)
			test.spoil(x, cancel, dir)
			_, err := snapshot.Freeze(ctx, dir, x, a)
			test.check(t, err)
			if left := leftovers(t, root); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

func TestFreezeWhereNothingCanBeWritten(t *testing.T) {
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "snapshots"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	a := about()
	_, err := snapshot.Freeze(context.Background(), snapshot.Dir(root, a.Dataset, a.Slot, 1), newFake([]string{"a"}), a)
	wantClass(t, err, connectors.Platform)
	if strings.Contains(err.Error(), root) {
		t.Errorf("the message shows a path of the platform: %v", err)
	}
}

func TestFreezeReleasesRecords(t *testing.T) {
	alloc := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer alloc.AssertSize(t, 0)
	rows := make([]row, 130_000)
	for i := range rows {
		rows[i] = row{int64(i + 1), []*string{text(fmt.Sprint("v", i))}}
	}
	x, a := newFake([]string{"a"}, rows...), about()
	x.alloc = alloc
	freeze(t, t.TempDir(), x, a)
}

func TestFreezeReplacesWhatAStoppedProcessLeft(t *testing.T) {
	root := t.TempDir()
	_, old := freeze(t, root, newFake([]string{"a"}, row{1, []*string{text("old")}}), about())
	dir, m := freeze(t, root, newFake([]string{"a"}, row{1, []*string{text("new")}}), about())
	if m.SHA256 == old.SHA256 {
		t.Fatal("the test's extracts are the same")
	}
	if err := snapshot.Verify(dir); err != nil {
		t.Error(err)
	}
	if got := *readData(t, dir).rows[0].cells[0]; got != "new" {
		t.Errorf("stored %q", got)
	}
}

func TestReasonsHaveTheSameMarksInEveryLanguage(t *testing.T) {
	for key, m := range snapshot.Reasons() {
		for i := range m.Marks() {
			mark := fmt.Sprintf("{%d}", i)
			if !strings.Contains(m.ZhHans, mark) || !strings.Contains(m.ZhHant, mark) {
				t.Errorf("%s: not every language has %s", key, mark)
			}
		}
	}
}

func wantClass(t *testing.T, err error, class connectors.Class) {
	t.Helper()
	var e *connectors.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v (%T), want a *connectors.Error", err, err)
	}
	if e.Class != class {
		t.Errorf("class %v, want %v: %v", e.Class, class, err)
	}
	if _, ok := snapshot.Reasons()[e.Reason.Key]; !ok {
		t.Errorf("key %q is not in the catalogue", e.Reason.Key)
	}
}

// TestAPanicOfTheConnectorReachesTheCaller: the extract is read by a goroutine of
// its own, where nothing else could catch it.
func TestAPanicOfTheConnectorReachesTheCaller(t *testing.T) {
	x := newFake([]string{"a"}, row{1, []*string{text("x")}}, row{2, []*string{text("y")}})
	x.batch = 1
	x.onNext = func() {
		if x.at == 1 {
			panic("a fault of the connector")
		}
	}
	defer func() {
		if p := recover(); p != "a fault of the connector" {
			t.Errorf("recovered %v", p)
		}
	}()
	_, err := snapshot.Freeze(context.Background(), filepath.Join(t.TempDir(), "s"), x, about())
	t.Errorf("no panic: %v", err)
}
