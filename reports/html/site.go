package html

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"cdoscore/reports"
)

// frame is what a page has around its part.
type frame struct {
	Lang, Title, City string
	Policy            string
	Style             template.CSS
	Main              template.HTML
}

// CityPage writes a whole page that needs no other file: the index of a folder in
// which the page of each unit has the address that links gives.
func (w *Writer) CityPage(out io.Writer, c reports.City, links Links) error {
	return w.page(out, w.text.Text("city.title"), c.City.In(w.text.Lang()), func(b *bytes.Buffer) error { return w.city(b, c, links) })
}

// UnitPage writes a whole page that needs no other file.
func (w *Writer) UnitPage(out io.Writer, u reports.Unit) error {
	return w.page(out, u.Name.In(w.text.Lang()), u.City.In(w.text.Lang()), func(b *bytes.Buffer) error { return w.unit(b, u, Links{}) })
}

// place stands in the frame where the part belongs: no text is written as it is.
const place = "<part>"

// page writes a part in its frame, which it is not copied into: it may be megabytes.
func (w *Writer) page(out io.Writer, title, city string, part func(*bytes.Buffer) error) error {
	// The part is escaped by its own template, and the sheet is ours.
	f := frame{Lang: w.text.Lang(), Title: title, City: city, Policy: policy, Style: template.CSS(stylesheet), Main: place}
	sum := sha256.Sum256(stylesheet)
	f.Policy = fmt.Sprintf(policy, base64.StdEncoding.EncodeToString(sum[:]))
	var around bytes.Buffer
	if err := w.execute(&around, "page.html", f); err != nil {
		return err
	}
	head, foot, _ := bytes.Cut(around.Bytes(), []byte(place))
	return whole(out, func(page *bytes.Buffer) error {
		page.Write(head)
		err := part(page)
		page.Write(foot)
		return err
	})
}

// policy lets a page use its own sheet and nothing else.
const policy = "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
