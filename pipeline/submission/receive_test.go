package submission_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf16"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/submission"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// ole is a file of the old compound format with streams of these names.
func ole(names ...string) string {
	var b bytes.Buffer
	b.WriteString("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	b.Write(make([]byte, 70_000)) // the directory lies far behind
	for _, n := range names {
		for _, u := range utf16.Encode([]rune(n)) {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
		b.Write(make([]byte, 64))
	}
	return b.String()
}

func gb18030(t *testing.T, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestContentDecidesWhatIsTaken sends files under names that lie, in pieces of all
// sizes: what is taken and as what, or why not, is told by the content.
func TestContentDecidesWhatIsTaken(t *testing.T) {
	long := strings.Repeat("编号,姓名\n1,张三\n", 3000)
	for name, x := range map[string]struct{ name, content, want string }{
		"csv":                      {"a.csv", good, "csv utf-8"},
		"csv called xlsx":          {"a.xlsx", good, "csv utf-8"},
		"csv with a mark":          {"a.csv", "\ufeff" + long, "csv utf-8"},
		"GB18030":                  {"a.csv", gb18030(t, long+"1,𠀀\n"), "csv gb18030"},
		"a header that starts MZ":  {"a.csv", "MZ编号,BM\n1,2\n", "csv utf-8"},
		"zip called csv":           {"a.csv", "PK\x03\x04 …", "excel "},
		"empty":                    {"a.xlsx", "", "submission.empty"},
		"pdf called xlsx":          {"a.xlsx", "%PDF-1.7\n%\xe2\xe3", "submission.kind.pdf"},
		"xls":                      {"a.xls", ole("Root Entry", "Workbook"), "submission.old_workbook"},
		"xls called xlsx":          {"a.xlsx", ole("Root Entry", "Book"), "submission.old_workbook"},
		"doc":                      {"a.doc", ole("WordDocument"), "submission.kind.word"},
		"ppt":                      {"a.ppt", ole("PowerPoint Document"), "submission.kind.slides"},
		"encrypted":                {"a.xlsx", ole("EncryptionInfo", "EncryptedPackage"), "submission.encrypted"},
		"another compound file":    {"a.msi", ole("Something"), "submission.kind.container"},
		"program":                  {"a.csv", "MZ\x90\x00\x03\x00", "submission.kind.program"},
		"linux program":            {"a.csv", "\x7fELF\x02\x01", "submission.kind.program"},
		"web page":                 {"a.xls", " \r\n<HTML><table><tr><td>1", "submission.kind.page"},
		"xml":                      {"a.xml", "\ufeff<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aa\">]>", "submission.kind.page"},
		"picture":                  {"a.xlsx", "\x89PNG\r\n\x1a\n\x00", "submission.kind.picture"},
		"rar":                      {"a.xlsx", "Rar!\x1a\x07\x01\x00", "submission.packed"},
		"gzip":                     {"a.csv.gz", "\x1f\x8b\x08\x00", "submission.packed"},
		"database":                 {"a.db", "SQLite format 3\x00…", "submission.kind.database"},
		"parquet":                  {"a.parquet", "PAR1\x15\x04", "submission.kind.database"},
		"Unicode text of Excel":    {"a.txt", "\xff\xfea\x00\t\x00", "submission.utf16"},
		"bytes":                    {"a.csv", "a,b\n\x00\x01\x02", "submission.unknown_content"},
		"no text of any encoding":  {"a.csv", "a,b\n\xff\xfd\n", "submission.unknown_content"},
		"a character cut at end":   {"a.csv", "a,b\n\xd6", "submission.unknown_content"},
		"UTF-8 cut at the end, GB": {"a.csv", "a,b\n\xe4\xb8", "csv gb18030"},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, false)
			for _, pieces := range []func(io.Reader) io.Reader{func(r io.Reader) io.Reader { return r }, iotest.OneByteReader, iotest.HalfReader} {
				u, err := o.desk.Receive(context.Background(), wang, "hrss/people", "2026-03-09", x.name, pieces(strings.NewReader(x.content)))
				got := u.Format + " " + u.Encoding
				if err != nil {
					got = keyOf(err)
				}
				if got != x.want {
					t.Errorf("got %q, %v; want %q", got, err, x.want)
				}
				if err != nil {
					if stored, _ := os.Stat(filepath.Join(o.desk.Dir, u.ID)); stored != nil {
						t.Error("a refused file is kept")
					}
					if again, err := o.desk.Upload(context.Background(), wang, u.ID); err != nil || again.State != ledger.UploadRefused || again.Reason.Key != x.want {
						t.Errorf("the attempt is not on record: %+v, %v", again, err)
					}
				}
			}
		})
	}
}

// TestStoredFilesAreOursAlone looks at where a file lies: under a generated name,
// for the owner only, whatever the sender called it; and at the name that is shown.
func TestStoredFilesAreOursAlone(t *testing.T) {
	o := newOffice(t, false)
	for sent, shown := range map[string]string{
		"../../../etc/passwd":         "passwd",
		`C:\Users\王\名单 (1).csv`:       "名单 (1).csv",
		"a\x00b\nc\u202e.csv":         "abc.csv",
		"..":                          "-",
		"":                            "-",
		"\xff.csv":                    "�.csv",
		strings.Repeat("长", 300):      strings.Repeat("长", 120) + "…",
		"<script>alert(1)</b>.csv":    "b>.csv",
		"'; DROP TABLE uploads; .csv": "'; DROP TABLE uploads; .csv",
	} {
		u, err := o.desk.Receive(context.Background(), wang, "hrss/people", "2026-03-09", sent, strings.NewReader(good))
		if err != nil {
			t.Fatal(err)
		}
		if u.Filename != shown {
			t.Errorf("%q is shown as %q, want %q", sent, u.Filename, shown)
		}
		path := submission.Original(o.desk.Dir, u.ID)
		file, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		folder, err := os.Stat(filepath.Dir(path))
		if err != nil || file.Mode().Perm() != 0o600 || folder.Mode().Perm() != 0o700 {
			t.Errorf("%v %v, %v", file.Mode(), folder.Mode(), err)
		}
		if err := submission.Verify(o.desk.Dir, u); err != nil {
			t.Error(err)
		}
	}
}

func TestTooLargeIsSeenWhileItComes(t *testing.T) {
	o := newOffice(t, false)
	o.desk.Limits.Bytes = 1000
	endless := &counting{Reader: iotest.HalfReader(neverEnding{})}
	u, err := o.desk.Receive(context.Background(), wang, "hrss/people", "2026-03-09", "x.csv", endless)
	if keyOf(err) != "submission.too_large" || u.Bytes != 1001 {
		t.Errorf("%v after %d bytes", err, u.Bytes)
	}
	if endless.n > 64<<10 {
		t.Errorf("read %d bytes of a file that may have 1000", endless.n)
	}
}

type neverEnding struct{}

func (neverEnding) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

type counting struct {
	io.Reader
	n int
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += n
	return n, err
}

func TestABrokenUploadIsRefused(t *testing.T) {
	o := newOffice(t, false)
	body := io.MultiReader(strings.NewReader(good), iotest.ErrReader(errors.New("connection reset")))
	if _, err := o.desk.Receive(context.Background(), wang, "hrss/people", "2026-03-09", "x.csv", body); keyOf(err) != "submission.cut" {
		t.Errorf("%v", err)
	}
	entries, err := os.ReadDir(o.desk.Dir)
	if err != nil || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.IsDir() }) {
		t.Errorf("something is left: %v, %v", entries, err)
	}
}

func TestForeignDatasetsAreUnknown(t *testing.T) {
	o := newOffice(t, false)
	for _, who := range []submission.Actor{zhao, nobody} {
		_, foreign := o.desk.Receive(context.Background(), who, "hrss/people", "2026-03-09", "x.csv", strings.NewReader(good))
		_, none := o.desk.Receive(context.Background(), who, "hrss/none", "2026-03-09", "x.csv", strings.NewReader(good))
		if !errors.Is(foreign, submission.ErrUnknown) || fmt.Sprint(foreign) != fmt.Sprint(none) {
			t.Errorf("%s: %v, and of what does not exist: %v", who.Name, foreign, none)
		}
	}
}

// TestUnitsTakeTurns lets one unit fill the queue: another unit's file waits for one
// check at most, and the full unit is told.
func TestUnitsTakeTurns(t *testing.T) {
	ctx := context.Background()
	o := newOffice(t, false)
	hold := make(chan struct{})
	o.worker.hold = hold
	o.desk.Limits.Waiting = 10
	for range 12 { // two at work, ten waiting
		if _, err := o.desk.Receive(ctx, wang, "hrss/people", "2026-03-09", "x.csv", strings.NewReader(good)); err != nil && keyOf(err) != "submission.busy" {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Millisecond) // for the two hands to take theirs
	}
	if _, err := o.desk.Receive(ctx, wang, "hrss/people", "2026-03-09", "x.csv", strings.NewReader(good)); keyOf(err) != "submission.busy" {
		t.Errorf("%v with %d waiting", err, o.desk.Waiting())
	}
	other, err := o.desk.Receive(ctx, zhao, "edu/pupils", "2026-03-09", "x.csv", strings.NewReader(good))
	if err != nil {
		t.Fatal(err)
	}
	close(hold)
	if _, err := o.desk.Wait(ctx, zhao, other.ID); err != nil {
		t.Fatal(err)
	}
	o.worker.mu.Lock()
	defer o.worker.mu.Unlock()
	at := slices.IndexFunc(o.worker.jobs, func(j submission.Job) bool { return j.Upload == other.ID })
	if at < 0 || at > 4 {
		t.Errorf("the other unit's file was the %d. of %d", at+1, len(o.worker.jobs))
	}
}
