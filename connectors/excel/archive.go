package excel

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path"
	"strings"

	"cdoscore/connectors"
	"cdoscore/connectors/files"

	"golang.org/x/net/html/charset"
)

// oleSearch is how far the list of an OLE file's streams is looked for.
const oleSearch = 64 << 20

var (
	errTooLarge = errors.New("unzips to more than the limit")
	errNoPart   = errors.New("the part is not in the archive")

	zipMagic      = []byte("PK\x03\x04")
	oleMagic      = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	encryptedName = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
)

// archive is the zip file of a workbook, its parts by lower-case name.
type archive struct {
	reader *zip.ReadCloser
	parts  map[string]*zip.File
}

// openArchive opens the zip and proves that all of it is there and undamaged.
// origin is the name for errors.
func openArchive(local, origin string, maxBytes int64) (*archive, error) {
	if err := checkMagic(local, origin); err != nil {
		return nil, err
	}
	reader, err := zip.OpenReader(local)
	if err != nil {
		return nil, connectors.NewError(connectors.Unreadable, origin, err, "excel.corrupt", err.Error())
	}
	a := &archive{reader: reader, parts: map[string]*zip.File{}}
	for _, f := range reader.File {
		a.parts[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	if err := a.verify(maxBytes); err != nil {
		reader.Close()
		return nil, err
	}
	return a, nil
}

// verify unzips every part once: sizes and checksums must agree, and the whole
// must stay below the limit whatever the directory claims.
func (a *archive) verify(maxBytes int64) error {
	left := maxBytes
	for _, f := range a.reader.File {
		content, err := f.Open()
		if err != nil {
			return err
		}
		n, err := io.Copy(io.Discard, io.LimitReader(content, left+1))
		content.Close()
		if left -= n; left < 0 {
			return errTooLarge
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *archive) open(name string) (io.ReadCloser, error) {
	f, ok := a.parts[strings.ToLower(name)]
	if !ok {
		return nil, errNoPart
	}
	return f.Open()
}

// decode reads a small XML part into v.
func (a *archive) decode(name string, v any) error {
	content, err := a.open(name)
	if err != nil {
		return err
	}
	defer content.Close()
	return newDecoder(content).Decode(v)
}

// rootPart is the workbook's part, as the package's relations name it.
func (a *archive) rootPart() (string, error) {
	var relations relationships
	if err := a.decode("_rels/.rels", &relations); err != nil {
		return "", err
	}
	for _, r := range relations.List {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			if strings.HasSuffix(r.Target, ".bin") {
				return "", errNoPart // .xlsb, a binary workbook
			}
			return strings.TrimPrefix(r.Target, "/"), nil
		}
	}
	return "", errNoPart
}

// relationships are the links from one part to others.
type relationships struct {
	List []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	} `xml:"Relationship"`
}

// relations reads the links of a part; targets become names in the archive.
func (a *archive) relations(part string) (relationships, error) {
	var r relationships
	dir, base := path.Split(part)
	if err := a.decode(dir+"_rels/"+base+".rels", &r); err != nil {
		return r, err
	}
	for i, link := range r.List {
		target := strings.ReplaceAll(link.Target, `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		r.List[i].Target = strings.TrimPrefix(target, "/")
	}
	return r, nil
}

func newDecoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(r)
	d.CharsetReader = charset.NewReaderLabel
	return d
}

// checkMagic says by the first bytes what the file is when it is no zip. An old
// .xls may hold a zip of its theme, which the zip reader would find and open.
func checkMagic(local, origin string) error {
	file, err := os.Open(local)
	if err != nil {
		return files.Fault(origin, err)
	}
	defer file.Close()
	start := make([]byte, len(oleMagic))
	if _, err := io.ReadFull(file, start); err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return files.Fault(origin, err)
	}
	switch {
	case bytes.HasPrefix(start, zipMagic):
		return nil
	case !bytes.Equal(start, oleMagic):
		return connectors.NewError(connectors.Unreadable, origin, nil, "excel.not_a_workbook")
	}
	rest, err := io.ReadAll(io.LimitReader(file, oleSearch))
	if err != nil {
		return files.Fault(origin, err)
	}
	if bytes.Contains(rest, encryptedName) {
		return connectors.NewError(connectors.Unreadable, origin, nil, "excel.encrypted")
	}
	return connectors.NewError(connectors.Unreadable, origin, nil, "excel.old_format")
}
