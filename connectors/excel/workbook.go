package excel

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"cdoscore/connectors"

	"golang.org/x/text/width"
)

// workbook is what a workbook says of itself.
type workbook struct {
	sheets   []sheet
	date1904 bool
	formats  []formatKind // by cell style
	strings  int          // shared strings there are
	archive  *archive
	origin   string
}

// sheet is one worksheet; charts and macro sheets are not.
type sheet struct {
	name    string
	part    string
	visible bool
}

type workbookXML struct {
	Properties struct {
		Date1904 string `xml:"date1904,attr"`
	} `xml:"workbookPr"`
	Sheets []struct {
		Name  string     `xml:"name,attr"`
		State string     `xml:"state,attr"`
		Attrs []xml.Attr `xml:",any,attr"`
	} `xml:"sheets>sheet"`
}

// readWorkbook reads the parts that describe the sheets.
func readWorkbook(a *archive, origin string) (*workbook, error) {
	root, err := a.rootPart()
	if err != nil {
		return nil, err
	}
	var described workbookXML
	if err := a.decode(root, &described); err != nil {
		return nil, err
	}
	links, err := a.relations(root)
	if err != nil {
		return nil, err
	}
	w := &workbook{archive: a, origin: origin, date1904: truth(described.Properties.Date1904)}
	w.listSheets(described, links)
	for _, link := range links.List {
		switch {
		case strings.HasSuffix(link.Type, "/styles"):
			w.formats, err = readFormats(a, link.Target)
		case strings.HasSuffix(link.Type, "/sharedStrings"):
			w.strings, err = countStrings(a, link.Target)
		}
		if err != nil && !errors.Is(err, errNoPart) {
			return nil, err
		}
	}
	return w, nil
}

func (w *workbook) listSheets(described workbookXML, links relationships) {
	for _, s := range described.Sheets {
		for _, link := range links.List {
			if link.ID == relationID(s.Attrs) && strings.HasSuffix(link.Type, "/worksheet") {
				w.sheets = append(w.sheets, sheet{name: s.Name, part: link.Target, visible: s.State == "" || s.State == "visible"})
			}
		}
	}
}

// relationID is the r:id of a sheet; its namespace differs between the two
// editions of the format, so only the local name counts.
func relationID(attrs []xml.Attr) string {
	for _, a := range attrs {
		if a.Name.Local == "id" {
			return a.Value
		}
	}
	return ""
}

// choose finds the sheet by name, or the first visible one.
func (w *workbook) choose(name string) (sheet, error) {
	for _, s := range w.sheets {
		if name == "" && s.visible || name != "" && s.name == name {
			return s, nil
		}
	}
	if name == "" {
		return sheet{}, connectors.NewError(connectors.Unreadable, w.origin, nil, "excel.no_sheet")
	}
	var names []string
	near := ""
	for _, s := range w.sheets {
		names = append(names, s.name)
		if near == "" && resembles(s.name, name) {
			near = s.name
		}
	}
	list := strings.Join(names, ", ")
	if near != "" {
		return sheet{}, connectors.NewError(connectors.Unreadable, w.origin, nil, "excel.sheet_near", name, list, near)
	}
	return sheet{}, connectors.NewError(connectors.Unreadable, w.origin, nil, "excel.sheet_absent", name, list)
}

// resembles is true for names that differ in case, width or spaces, or of which
// one holds the other.
func resembles(a, b string) bool {
	fold := func(s string) string {
		return strings.Join(strings.Fields(strings.ToLower(width.Fold.String(s))), "")
	}
	a, b = fold(a), fold(b)
	return a != "" && b != "" && (strings.Contains(a, b) || strings.Contains(b, a))
}

// countStrings walks the shared strings to their end and counts them.
func countStrings(a *archive, part string) (int, error) {
	content, err := a.open(part)
	if err != nil {
		return 0, err
	}
	defer content.Close()
	decoder, count := newDecoder(content), 0
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return count, nil
		}
		if err != nil {
			return 0, err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "si" {
			count++
		}
	}
}

func truth(text string) bool { return text == "1" || text == "true" || text == "on" }
