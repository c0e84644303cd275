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
	var part bytes.Buffer
	if err := w.City(&part, c, links); err != nil {
		return err
	}
	return w.page(out, w.text.Text("city.title"), c.City.In(w.text.Lang()), part.String())
}

// UnitPage writes a whole page that needs no other file.
func (w *Writer) UnitPage(out io.Writer, u reports.Unit) error {
	var part bytes.Buffer
	if err := w.Unit(&part, u, Links{}); err != nil {
		return err
	}
	return w.page(out, u.Name.In(w.text.Lang()), u.City.In(w.text.Lang()), part.String())
}

func (w *Writer) page(out io.Writer, title, city, part string) error {
	// The part was escaped by its own template, and the sheet is ours.
	f := frame{Lang: w.text.Lang(), Title: title, City: city, Policy: policy, Style: template.CSS(stylesheet), Main: template.HTML(part)}
	sum := sha256.Sum256(stylesheet)
	f.Policy = fmt.Sprintf(policy, base64.StdEncoding.EncodeToString(sum[:]))
	return w.execute(out, "page.html", f)
}

// policy lets a page use its own sheet and nothing else.
const policy = "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
