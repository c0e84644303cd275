package sheetml

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"
)

// archive is the zip file of a workbook.
type archive struct {
	parts  map[string]*zip.File // by lower-case name
	twice  map[string]bool      // names that stand in the archive more than once
	limits Limits
	left   int64 // bytes that may still be unzipped
	check  func() error
}

// errPassword is an entry of a zip archive that bears a password of its own.
var errPassword = errors.New("an entry of the archive is encrypted")

func openArchive(r io.ReaderAt, size int64, limits Limits, check func() error) (*archive, error) {
	reader, err := zip.NewReader(r, size)
	if err != nil {
		return nil, err
	}
	a := &archive{parts: map[string]*zip.File{}, twice: map[string]bool{}, limits: limits, left: limits.Bytes, check: check}
	for _, f := range reader.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		a.twice[name] = a.parts[name] != nil
		a.parts[name] = f
	}
	return a, nil
}

// open opens a part. Its reader fails at the end where the checksum does not fit.
func (a *archive) open(name string) (*partReader, error) {
	key := strings.ToLower(name)
	f := a.parts[key]
	switch {
	case f == nil:
		return nil, errNoPart
	case a.twice[key]:
		return nil, fmt.Errorf("%s stands in the archive twice", name)
	case f.Flags&1 != 0:
		return nil, errPassword
	}
	content, err := newUnzip(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	p := &partReader{archive: a, name: name, content: content, unzip: content}
	if f.UncompressedSize64 >= prefetchFrom {
		p.content = newPrefetch(content)
	}
	return p, nil
}

// tokens opens a small part.
func (a *archive) tokens(name string) (*tokenizer, *partReader, error) {
	content, err := a.open(name)
	if err != nil {
		return nil, nil, err
	}
	content.most = maxSmallPart
	t, err := newTokenizer(name, content)
	if err != nil {
		return nil, nil, errors.Join(err, content.Close())
	}
	return t, content, nil
}

// partReader reads a part within the limits.
type partReader struct {
	archive *archive
	name    string
	content io.ReadCloser
	unzip   *unzip
	read    int64
	most    int64 // 0: as much as the archive's limit allows
}

func (p *partReader) Read(b []byte) (int, error) {
	if err := p.archive.check(); err != nil {
		return 0, err
	}
	n, err := p.content.Read(b)
	p.read += int64(n)
	p.archive.left -= int64(n)
	limits := p.archive.limits
	switch {
	case p.archive.left < 0:
		return 0, &LimitError{"Bytes", limits.Bytes}
	case p.most > 0 && p.read > p.most:
		return 0, fmt.Errorf("%s: more than %d bytes", p.name, p.most)
	case p.read > ratioFrom && p.read/limits.Ratio > p.unzip.zipped():
		return 0, &LimitError{"Ratio", limits.Ratio}
	case err != nil && err != io.EOF:
		return n, fmt.Errorf("%s: %w", p.name, err)
	}
	return n, err
}

func (p *partReader) Close() error { return p.content.Close() }

// relation is a link from one part to another; the target is a name in the archive.
type relation struct{ id, kind, target string }

// relations reads the links of a part; those of the archive itself belong to "".
func (a *archive) relations(part string) ([]relation, error) {
	dir, base := path.Split(part)
	t, content, err := a.tokens(dir + "_rels/" + base + ".rels")
	if err != nil {
		return nil, err
	}
	defer content.Close()
	var list []relation
	for {
		kind, err := t.next()
		if err != nil || kind == endOfPart {
			return list, err
		}
		if kind != startTag || !t.is("Relationship") || string(t.attribute("TargetMode")) == "External" {
			continue
		}
		list = append(list, relation{string(t.attribute("Id")), string(t.attribute("Type")), a.target(dir, string(t.attribute("Target")))})
	}
}

// target is the name in the archive of what a part in dir links to. A link is
// written as a URI, though not by every program.
func (a *archive) target(dir, link string) string {
	link = strings.ReplaceAll(link, `\`, "/")
	if !strings.HasPrefix(link, "/") {
		link = path.Join(dir, link)
	}
	link = strings.TrimPrefix(link, "/")
	if plain, err := url.PathUnescape(link); err == nil && a.parts[strings.ToLower(link)] == nil {
		return plain
	}
	return link
}
