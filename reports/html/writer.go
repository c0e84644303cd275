package html

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"sync"
	"time"

	"cdoscore/reports"
	"cdoscore/reports/message"
	"cdoscore/rules"
)

// Links are the addresses to which a part leads. The zero value leads nowhere.
type Links struct {
	// Unit is the address of a unit's page; nil or "": no link. A unit's own page
	// leads to no other unit.
	Unit func(id string) string
	// Appeal is where an objection to the line of a unit's page is raised, by its code;
	// nil: nowhere.
	Appeal func(code string) string
}

// Writer writes pages in one language. It is safe for concurrent use.
type Writer struct {
	text  *message.Catalog
	pages *template.Template
}

//go:embed pages/*.html
var pageFiles embed.FS

//go:embed style.css
var stylesheet []byte

// Stylesheet is the look of the parts and pages: the design's colours and type as
// custom properties of :root, and classes that begin with sc-. The caller owns it.
func Stylesheet() []byte { return bytes.Clone(stylesheet) }

// New returns a writer in the language of message.Languages nearest to lang. Extra
// holds the texts of reasons that the product's own catalogue lacks, those of
// connectors.
func New(lang string, extra ...map[string]rules.Text) (*Writer, error) {
	w := &Writer{text: message.New(lang, append([]map[string]rules.Text{texts()}, extra...)...)}
	var err error
	w.pages, err = template.New("").Funcs(w.functions()).ParseFS(pageFiles, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	return w, nil
}

// City writes the part of a page that tells of the city: <article class="scorecard">.
// It is written whole or not at all, but for what out refuses.
func (w *Writer) City(out io.Writer, c reports.City, links Links) error {
	return whole(out, func(b *bytes.Buffer) error { return w.city(b, c, links) })
}

// Unit writes the part of a page that tells of one unit: its score, datasets, rules
// and masked samples. It leads to places within itself, and to no other unit.
func (w *Writer) Unit(out io.Writer, u reports.Unit, links Links) error {
	return whole(out, func(b *bytes.Buffer) error { return w.unit(b, u, links) })
}

func whole(out io.Writer, write func(*bytes.Buffer) error) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := write(b); err != nil {
		return err
	}
	_, err := b.WriteTo(out)
	return err
}

// buffers keeps the room of pages that were written, for the next.
var buffers = sync.Pool{New: func() any { return &bytes.Buffer{} }}

func (w *Writer) city(b *bytes.Buffer, c reports.City, links Links) error {
	v, err := w.view(c.Method.Zone, links)
	if err != nil {
		return fmt.Errorf("page of the city: %w", err)
	}
	return w.execute(b, "city.html", v.city(c))
}

func (w *Writer) unit(b *bytes.Buffer, u reports.Unit, links Links) error {
	v, err := w.view(u.Method.Zone, links)
	if err != nil {
		return fmt.Errorf("page of unit %s: %w", u.ID, err)
	}
	return w.execute(b, "unit.html", v.unit(u))
}

func (w *Writer) execute(b *bytes.Buffer, page string, data any) error {
	if err := w.pages.ExecuteTemplate(b, page, data); err != nil {
		return fmt.Errorf("page %s: %w", page, err)
	}
	return nil
}

// view turns a model into what a page shows.
type view struct {
	text  *message.Catalog
	zone  *time.Location
	links Links
}

func (w *Writer) view(zone string, links Links) (*view, error) {
	place, err := reports.Location(zone)
	if err != nil {
		return nil, err
	}
	if links.Unit == nil {
		links.Unit = func(string) string { return "" }
	}
	return &view{text: w.text, zone: place, links: links}, nil
}

func (v *view) in(t rules.Text) string { return t.In(v.text.Lang()) }

func (v *view) t(key string, args ...string) string { return v.text.Text(key, args...) }
