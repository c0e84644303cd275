package submission

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path"
	"strconv"
	"strings"

	"cdoscore/rules"
)

// Inspect looks at the directory of a workbook's archive, without unpacking a part:
// whether it is one at all, what else it is, and whether its directory is one that
// an office program writes. A note says why it is not taken; nil: it is.
func Inspect(file string, l Limits) (*rules.Note, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	// Counted before the directory is read, which costs memory for each entry.
	entries, length, ok := directory(f, info.Size())
	switch {
	case !ok:
		return note("submission.damaged"), nil
	case entries > uint64(l.Entries):
		return note("submission.too_many_entries", strconv.FormatUint(entries, 10), strconv.Itoa(l.Entries)), nil
	case length > uint64(l.Entries)*maxEntryBytes:
		return note("submission.damaged"), nil
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return note("submission.damaged"), nil
	}
	return inspectParts(z, l), nil
}

func note(key string, args ...string) *rules.Note { return &refusal(key, args...).Note }

// maxEntryBytes is more than one entry takes in the directory of an office's file.
const maxEntryBytes = 1024

// directory reads the end of an archive: how many entries its directory claims, and
// its length in bytes.
func directory(r io.ReaderAt, size int64) (entries, length uint64, ok bool) {
	const endLength, most = 22, 22 + 65_535
	tail := make([]byte, min(size, most))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return 0, 0, false
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < endLength {
		return 0, 0, false
	}
	end := tail[at:]
	entries, length = uint64(binary.LittleEndian.Uint16(end[10:])), uint64(binary.LittleEndian.Uint32(end[12:]))
	if entries != 0xffff && length != 0xffffffff {
		return entries, length, true
	}
	// A record of 64-bit numbers stands somewhere in front of it.
	if wide := bytes.LastIndex(tail[:at], []byte("PK\x06\x06")); wide >= 0 && at-wide >= 56 {
		return binary.LittleEndian.Uint64(tail[wide+32:]), binary.LittleEndian.Uint64(tail[wide+40:]), true
	}
	return entries, length, entries != 0xffff || length != 0xffffffff
}

// inspectParts tells by the parts' names what the archive is.
func inspectParts(z *zip.Reader, l Limits) *rules.Note {
	names := map[string]bool{}
	var unzipped uint64
	for _, f := range z.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		if !sound(name) {
			return note("submission.unsafe", displayName(f.Name))
		}
		names[strings.TrimPrefix(name, "/")] = true
		unzipped += min(f.UncompressedSize64, 1<<50)
		if f.Flags&1 != 0 {
			return note("submission.encrypted")
		}
	}
	switch {
	case names["xl/workbook.bin"]:
		return note("submission.kind.binary")
	case names["xl/workbook.xml"], names["[content_types].xml"] && !names["word/document.xml"] && !names["ppt/presentation.xml"]:
		if unzipped > uint64(l.Unzipped) {
			return note("submission.too_large", sizeText(l.Unzipped))
		}
		return nil
	case names["word/document.xml"]:
		return note("submission.kind.word")
	case names["ppt/presentation.xml"]:
		return note("submission.kind.slides")
	}
	return openDocument(z)
}

// openDocument tells an OpenDocument file by the text of its first part from an
// archive of anything.
func openDocument(z *zip.Reader) *rules.Note {
	for _, f := range z.File {
		if f.Name != "mimetype" || f.UncompressedSize64 > 200 {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return note("submission.damaged")
		}
		defer r.Close()
		kind, err := io.ReadAll(io.LimitReader(r, 200))
		switch {
		case err != nil:
			return note("submission.damaged")
		case bytes.Contains(kind, []byte("spreadsheet")):
			return note("submission.kind.ods")
		case bytes.Contains(kind, []byte("presentation")):
			return note("submission.kind.slides")
		case bytes.Contains(kind, []byte("opendocument")):
			return note("submission.kind.word")
		}
	}
	return note("submission.packed", "zip")
}

// sound reports whether a name is one that stays inside the archive.
func sound(name string) bool {
	return name != "" && !strings.HasPrefix(name, "//") && !strings.ContainsAny(name, "\x00:") && !strings.HasPrefix(path.Clean("./"+strings.TrimPrefix(name, "/")), "..") &&
		!strings.Contains("/"+name+"/", "/../")
}
