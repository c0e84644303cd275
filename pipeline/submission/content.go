package submission

import (
	"bytes"
	"strings"
	"unicode/utf16"
)

// The formats that the desk takes.
const (
	FormatExcel = "excel"
	FormatCSV   = "csv"

	EncodingUTF8    = "utf-8"
	EncodingGB18030 = "gb18030"
)

// sniffBytes is how much of a file's beginning is looked at for its kind.
const sniffBytes = 4096

// content is what a file turns out to be while it is written: told by its bytes
// alone, in bounded memory, and without unpacking anything.
type content struct {
	head []byte // at most sniffBytes
	size int64
	nul  bool
	utf8 utf8Check
	gb   gbCheck
	ole  oleScan
}

func (c *content) Write(p []byte) (int, error) {
	if room := sniffBytes - len(c.head); room > 0 {
		c.head = append(c.head, p[:min(room, len(p))]...)
	}
	c.size += int64(len(p))
	switch {
	case bytes.HasPrefix(c.head, zipMagic):
	case bytes.HasPrefix(c.head, oleMagic):
		c.ole.write(p)
	default:
		c.nul = c.nul || bytes.IndexByte(p, 0) >= 0
		c.utf8.write(p)
		c.gb.write(p)
	}
	return len(p), nil
}

var (
	zipMagic = []byte("PK\x03\x04")
	oleMagic = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	bom      = []byte("\xef\xbb\xbf")
)

// kind returns the format and encoding, or the key of the reason why the file is
// not taken. A zip archive is taken for a workbook: the check looks into it.
func (c *content) kind() (format, encoding, refused string, args []string) {
	switch {
	case c.size == 0:
		return "", "", "submission.empty", nil
	case bytes.HasPrefix(c.head, zipMagic):
		return FormatExcel, "", "", nil
	case bytes.HasPrefix(c.head, oleMagic):
		return "", "", c.ole.reason(), nil
	}
	if key, args := knownKind(c.head); key != "" {
		return "", "", key, args
	}
	switch {
	case c.nul:
		return "", "", "submission.unknown_content", nil
	case c.utf8.valid():
		return FormatCSV, EncodingUTF8, "", nil
	case c.gb.valid():
		return FormatCSV, EncodingGB18030, "", nil
	}
	return "", "", "submission.unknown_content", nil
}

// signatures are the beginnings of files that people send by mistake.
var signatures = []struct {
	magic string
	key   string
	arg   string
	nul   bool // only where a zero byte follows: the magic alone could be text
}{
	{"%PDF", "submission.kind.pdf", "", false},
	{"{\\rtf", "submission.kind.word", "", false},
	{"MZ", "submission.kind.program", "", true},
	{"\x7fELF", "submission.kind.program", "", false},
	{"\xfe\xed\xfa", "submission.kind.program", "", false},
	{"\xcf\xfa\xed\xfe", "submission.kind.program", "", false},
	{"#!", "submission.kind.program", "", false},
	{"PK\x05\x06", "submission.empty", "", false},
	{"PK\x07\x08", "submission.packed", "zip", false},
	{"Rar!\x1a\x07", "submission.packed", "rar", false},
	{"7z\xbc\xaf\x27\x1c", "submission.packed", "7z", false},
	{"\x1f\x8b", "submission.packed", "gz", false},
	{"\x28\xb5\x2f\xfd", "submission.packed", "zst", false},
	{"BZh", "submission.packed", "bz2", false},
	{"\xfd7zXZ\x00", "submission.packed", "xz", false},
	{"\x89PNG", "submission.kind.picture", "", false},
	{"\xff\xd8\xff", "submission.kind.picture", "", false},
	{"GIF8", "submission.kind.picture", "", false},
	{"BM", "submission.kind.picture", "", true},
	{"SQLite format 3\x00", "submission.kind.database", "", false},
	{"PAR1", "submission.kind.database", "", false},
	{"\x00\x01\x00\x00Standard ", "submission.kind.database", "", false},
	{"\xff\xfe", "submission.utf16", "", false},
	{"\xfe\xff", "submission.utf16", "", false},
}

// pageStarts are the beginnings of web pages and XML after blanks, in lower case.
var pageStarts = []string{"<!doctype", "<html", "<?xml", "<table", "<head", "<meta", "<body", "mime-version:"}

func knownKind(head []byte) (key string, args []string) {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.magic)) && (!s.nul || bytes.IndexByte(head, 0) >= 0) {
			if s.arg != "" {
				args = []string{s.arg}
			}
			return s.key, args
		}
	}
	text := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")))
	for _, start := range pageStarts {
		if strings.HasPrefix(text, start) {
			return "submission.kind.page", nil
		}
	}
	return "", nil
}

// oleStreams are names of streams by which files of the old compound format are
// told apart, the telling ones first.
var oleStreams = []struct{ name, key string }{
	{"EncryptedPackage", "submission.encrypted"},
	{"WordDocument", "submission.kind.word"},
	{"PowerPoint Document", "submission.kind.slides"},
	{"Workbook", "submission.old_workbook"},
	{"Book", "submission.old_workbook"},
}

// oleScan looks for the names of a compound file's streams, which stand in its
// directory in UTF-16, wherever that lies.
type oleScan struct {
	tail  []byte
	found [8]bool // by place in oleStreams
}

const oleNameBytes = 2 * 64 // longer than any of the names

func (o *oleScan) write(p []byte) {
	window := append(o.tail, p...)
	for i, s := range oleStreams {
		o.found[i] = o.found[i] || bytes.Contains(window, utf16Name(s.name))
	}
	o.tail = bytes.Clone(window[max(0, len(window)-oleNameBytes):])
}

func (o *oleScan) reason() string {
	for i, s := range oleStreams {
		if o.found[i] {
			return s.key
		}
	}
	return "submission.kind.container"
}

// utf16Name is a name as a directory entry holds it, up to its end.
func utf16Name(name string) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(name)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return append(out, 0, 0)
}
