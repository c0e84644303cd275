package returned

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// archive is the officer's workbook as a zip file.
type archive struct {
	entries []*zip.File // without folders, and without what stands there twice
	byName  map[string]*zip.File
	left    int64 // bytes that may still be unzipped
}

// maxUnzipped bounds what is unzipped of one workbook, and maxSmall one of its
// small parts, which are held whole.
const (
	maxUnzipped = 4 << 30
	maxSmall    = 64 << 20
)

var errTooLarge = errors.New("the workbook unzips to more than is allowed")

func openArchive(r io.ReaderAt, size int64) (*archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, err
	}
	a := &archive{byName: map[string]*zip.File{}, left: maxUnzipped}
	for _, f := range z.File {
		name := cleanName(f.Name)
		if name == "" || strings.HasSuffix(f.Name, "/") || a.byName[strings.ToLower(name)] != nil {
			continue
		}
		a.entries = append(a.entries, f)
		a.byName[strings.ToLower(name)] = f
	}
	return a, nil
}

// cleanName is the name of a part as the standard writes it; "": it is none.
func cleanName(name string) string {
	name = strings.TrimLeft(strings.ReplaceAll(name, `\`, "/"), "/")
	if slices.Contains(strings.Split(name, "/"), "..") {
		return ""
	}
	return name
}

func (a *archive) has(name string) bool { return a.byName[strings.ToLower(name)] != nil }

// open reads a part within the limits.
func (a *archive) open(name string) (io.ReadCloser, error) {
	f := a.byName[strings.ToLower(name)]
	if f == nil {
		return nil, fmt.Errorf("%s is not in the workbook", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &bounded{a, r}, nil
}

type bounded struct {
	archive *archive
	io.ReadCloser
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.archive.left -= int64(n); b.archive.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// small reads a small part whole, as UTF-8.
func (a *archive) small(name string) (_ []byte, err error) {
	r, err := a.open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	s, err := newScanner(name, io.LimitReader(r, maxSmall+1))
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.MultiReader(bytes.NewReader(bytes.Clone(s.buf[s.pos:s.end])), s.src))
	if err == nil && len(text) > maxSmall {
		err = errTooLarge
	}
	return text, err
}

// relation is a link from one part to another.
type relation struct {
	id, kind, target string // target: a name in the archive, or an address where external
	external         bool
	raw              string // its tag as written
}

// relationsPart is where the links of a part stand.
func relationsPart(part string) string {
	dir, base := path.Split(part)
	return dir + "_rels/" + base + ".rels"
}

// relations reads the links of a part; it may have none.
func (a *archive) relations(part string) ([]relation, error) {
	name := relationsPart(part)
	if !a.has(name) {
		return nil, nil
	}
	text, err := a.small(name)
	if err != nil {
		return nil, err
	}
	var out []relation
	err = each(name, text, func(s *scanner, f form) error {
		if f != open && f != empty || string(s.name) != "Relationship" {
			return nil
		}
		r := relation{id: value(s.raw, "Id"), kind: path.Base(value(s.raw, "Type")), target: value(s.raw, "Target"),
			external: value(s.raw, "TargetMode") == "External", raw: string(s.raw)}
		if !r.external {
			r.target = resolve(part, r.target)
		}
		out = append(out, r)
		return nil
	})
	return out, err
}

func resolve(part, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(path.Dir(part), target)
}

// relationsText writes links as a part.
func relationsText(list []relation) []byte {
	var b bytes.Buffer
	b.WriteString(declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, r := range list {
		raw := r.raw
		if i := strings.IndexByte(raw, ':'); i > 0 && i < strings.IndexAny(raw, " \t\n\r") {
			raw = "<" + raw[i+1:] // the prefix was declared on the old root
		}
		if !strings.HasSuffix(raw, "/>") {
			raw = strings.TrimSuffix(raw, ">") + "/>"
		}
		b.WriteString(raw)
	}
	b.WriteString(`</Relationships>`)
	return b.Bytes()
}

const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// each walks over the tokens of a small part.
func each(name string, text []byte, f func(*scanner, form) error) error {
	s, err := newScanner(name, bytes.NewReader(text))
	if err != nil {
		return err
	}
	for {
		kind, err := s.next()
		if err != nil || kind == ended {
			return err
		}
		if err := f(s, kind); err != nil {
			return err
		}
	}
}

// child is an element directly within the root of a small part.
type child struct {
	name string
	raw  []byte // all of it
}

// children takes a small part apart: what stands before and at the start of its
// root, its children, and its end.
func children(part string, text []byte) (head []byte, list []child, tail []byte, err error) {
	depth, rooted := 0, false
	err = each(part, text, func(s *scanner, f form) error {
		at := depth
		switch f {
		case open:
			depth++
		case closing:
			depth--
			at = depth
		}
		switch {
		case !rooted:
			head = append(head, s.raw...)
			if rooted = f == open || f == empty; f == empty {
				head = append(bytes.TrimSuffix(head, []byte("/>")), '>')
				tail = []byte("</" + prefixOf(s.raw) + string(s.name) + ">")
			}
		case at == 0:
			tail = append(tail, s.raw...)
		case at == 1 && (f == open || f == empty):
			list = append(list, child{string(s.name), bytes.Clone(s.raw)})
		case at == 1 && f == other: // white space between the children
		default:
			last := &list[len(list)-1]
			last.raw = append(last.raw, s.raw...)
		}
		return nil
	})
	return head, list, tail, err
}
