package returned

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cdoscore/connectors/excel"
)

const (
	contentTypes = "[Content_Types].xml"
	worksheetOf  = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
	mainOf       = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	stylesOf     = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
	commentsOf   = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
	vmlOf        = "application/vnd.openxmlformats-officedocument.vmlDrawing"
)

// workbook is the part that names the sheets, and everything about it that the
// returned workbook alters.
type workbook struct {
	a          *archive
	root       string
	space      string // namespace of the main parts
	related    string // namespace of links
	head, tail []byte
	parts      []child
	sieve      *sieve
	relations  []relation
	entries    []sheetEntry
	places     map[int]int // of sheets among all, before and after
	worksheets []string    // parts of the sheets that come back and hold cells
	stylesPart string
	newStyles  bool
	comments   string            // the part of the judged sheet's notes; "": there are none
	drawing    string            // their legacy drawing
	drawings   map[string]string // legacy drawings of the judged sheet, by link
	legacy     string            // id of the link to the drawing, where it is new
	notesOld   bool              // the part of the notes is there already
	ownParts   []string
	marks      excel.Marks
	heading    string
	judged     int // place of the judged sheet
	written    map[string]bool
}

// sheetEntry is one <sheet> of the workbook.
type sheetEntry struct {
	raw  string
	name string
	id   int
}

func openWorkbook(a *archive, o Options) (*workbook, error) {
	w := &workbook{a: a, sieve: newSieve(a), places: map[int]int{}, written: map[string]bool{}, heading: o.Texts.Text("returned.column")}
	links, err := a.relations("")
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(links, func(r relation) bool { return r.kind == "officeDocument" })
	if i < 0 {
		return nil, fmt.Errorf("the archive names no workbook")
	}
	w.root = links[i].target
	text, err := a.small(w.root)
	if err != nil {
		return nil, err
	}
	if w.head, w.parts, w.tail, err = children(w.root, text); err != nil {
		return nil, err
	}
	w.space, w.related = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	if strings.Contains(string(w.head), "http://purl.oclc.org/ooxml/spreadsheetml/main") {
		w.space, w.related = "http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships"
	}
	if err := w.readSheets(o); err != nil {
		return nil, err
	}
	w.addStyles()
	w.addOwn(o)
	return w, w.findNotes(o)
}

// readSheets takes the sheets that come back, and leaves out this program's own and
// those of macros.
func (w *workbook) readSheets(o Options) error {
	links, err := w.a.relations(w.root)
	if err != nil {
		return err
	}
	byID := map[string]relation{}
	for _, r := range links {
		byID[r.id] = r
	}
	i := slices.IndexFunc(w.parts, func(c child) bool { return c.name == "sheets" })
	if i < 0 {
		return fmt.Errorf("the workbook names no sheets")
	}
	_, list, _, err := children(w.root, w.parts[i].raw)
	if err != nil {
		return err
	}
	for n, c := range list {
		tag := firstTag(string(c.raw))
		e := sheetEntry{string(c.raw), value(tag, "name"), number(value(tag, "sheetId"))}
		link := byID[localValue(tag, "id")]
		if o.Layout.Marks.IsOwn(e.name) {
			w.sieve.own[strings.ToLower(link.target)] = true
			w.sieve.own[strings.ToLower(relationsPart(link.target))] = true
			continue
		}
		if link.target == "" || w.sieve.drops(link.target) || strings.HasPrefix(link.kind, "xlMacrosheet") || link.kind == "dialogsheet" {
			continue
		}
		w.places[n] = len(w.entries)
		if link.target == o.Layout.Part {
			w.judged = len(w.entries)
		}
		w.entries = append(w.entries, e)
		if link.kind == "worksheet" {
			w.worksheets = append(w.worksheets, link.target)
		}
	}
	w.relations = w.sieve.keep(links)
	return nil
}

// addStyles finds the part of styles, or names a new one.
func (w *workbook) addStyles() {
	for _, r := range w.relations {
		if r.kind == "styles" && w.a.has(r.target) {
			w.stylesPart = r.target
			return
		}
	}
	w.newStyles = true
	w.stylesPart = path.Join(path.Dir(w.root), "styles-cdoscore.xml")
	w.relate("styles", w.stylesPart)
}

// relate links the workbook to a new part, and returns the link's id.
func (w *workbook) relate(kind, target string) string {
	id := fmt.Sprintf("rIdCdo%d", len(w.relations)+1)
	w.relations = append(w.relations, newRelation(id, w.related+"/"+kind, "/"+target))
	return id
}

func newRelation(id, kind, target string) relation {
	return relation{id: id, kind: path.Base(kind), target: strings.TrimPrefix(target, "/"), raw: fmt.Sprintf(`<Relationship Id="%s" Type="%s" Target="%s"/>`, id, kind, target)}
}

// addOwn adds the program's own sheets behind all others.
func (w *workbook) addOwn(o Options) {
	names := []string{w.free(o.Texts.Text("returned.index")), w.free(o.Texts.Text("returned.summary")), excel.MarksSheet}
	highest := 0
	for _, e := range w.entries {
		highest = max(highest, e.id)
	}
	prefix, declared := relationPrefix(w.head, w.related)
	p := prefixOf(w.parts[0].raw)
	for i, name := range names {
		part := w.freePart(fmt.Sprintf("worksheets/cdoscore%d", i+1), ".xml")
		w.ownParts = append(w.ownParts, part)
		state := ""
		if name == excel.MarksSheet {
			state = ` state="veryHidden"`
		}
		raw := fmt.Sprintf(`<%ssheet%s name="%s" sheetId="%d"%s %s:id="%s"/>`, p, declared, escape(name), highest+1+i, state, prefix, w.relate("worksheet", part))
		w.entries = append(w.entries, sheetEntry{raw, name, highest + 1 + i})
	}
	w.marks = excel.Marks{Version: excel.MarksVersion, Kind: excel.Returned, Dataset: o.Result.Dataset.ID, Config: o.Config, Language: o.Texts.Lang(),
		Sheet: o.Layout.Sheet, Column: w.heading, Sheets: names[:2]}
}

// freePart is the name of a part that the archive does not have.
func (w *workbook) freePart(name, ending string) string {
	dir := path.Dir(w.root)
	for n := 0; ; n++ {
		part := path.Join(dir, name+ending)
		if n > 0 {
			part = path.Join(dir, fmt.Sprintf("%s-%d%s", name, n, ending))
		}
		if !w.a.has(part) || w.sieve.own[strings.ToLower(part)] {
			return part
		}
	}
}

// free is a sheet's name that no other sheet bears.
func (w *workbook) free(name string) string {
	for n, made := 2, name; ; n++ {
		if !slices.ContainsFunc(w.entries, func(e sheetEntry) bool { return strings.EqualFold(e.name, made) }) {
			return made
		}
		made = fmt.Sprintf("%s (%d)", name, n)
	}
}

// relationPrefix is the prefix of links within a tag, and where no prefix is
// declared for it, the declaration.
func relationPrefix(head []byte, related string) (prefix, declared string) {
	if m := regexp.MustCompile(`xmlns:([\w.-]+)\s*=\s*["']` + regexp.QuoteMeta(related) + `["']`).FindSubmatch(head); m != nil {
		return string(m[1]), ""
	}
	return "cdo", ` xmlns:cdo="` + related + `"`
}

// findNotes finds the parts of the judged sheet's notes.
func (w *workbook) findNotes(o Options) error {
	links, err := w.a.relations(o.Layout.Part)
	if err != nil {
		return err
	}
	byID := map[string]string{}
	for _, r := range links {
		switch r.kind {
		case "comments":
			w.comments, w.notesOld = r.target, true
		case "vmlDrawing":
			byID[r.id] = r.target
		}
	}
	w.drawings = byID
	return nil
}

// legacyID decides on the parts of the notes, and returns the id of the link to the
// drawing where the sheet needs one.
func (w *workbook) legacyID(noted bool, there string) string {
	w.drawing = w.drawings[there]
	if !noted && !w.notesOld {
		return ""
	}
	w.legacy = "rIdCdoDrawing"
	if w.comments == "" {
		w.comments = w.freePart("comments-cdoscore", ".xml")
	}
	if w.drawing == "" {
		w.drawing = w.freePart("drawings/vmlDrawing-cdoscore", ".vml")
	}
	return w.legacy
}

// noteRelations adds the links to the notes that the judged sheet lacks.
func (w *workbook) noteRelations(list []relation) []relation {
	if !slices.ContainsFunc(list, func(r relation) bool { return !r.external && r.target == w.drawing }) {
		list = append(list, newRelation(w.legacy, w.related+"/vmlDrawing", "/"+w.drawing))
	}
	if !slices.ContainsFunc(list, func(r relation) bool { return r.kind == "comments" }) {
		list = append(list, newRelation("rIdCdoNotes", w.related+"/comments", "/"+w.comments))
	}
	return list
}

// gone are the parts of the workbook's text that stand for what does not come back.
var gone = []string{"externalReferences", "calcPr", "functionGroups", "fileRecoveryPr", "webPublishing", "webPublishObjects", "oleSize"}

// text is the workbook's part.
func (w *workbook) text() []byte {
	var b bytes.Buffer
	b.Write(w.head)
	for _, c := range w.parts {
		switch {
		case slices.Contains(gone, c.name), w.sieve.fed && (c.name == "pivotCaches" || c.name == "extLst"):
		case c.name == "sheets":
			p := prefixOf(c.raw)
			fmt.Fprintf(&b, "<%ssheets>", p)
			for _, e := range w.entries {
				b.WriteString(e.raw)
			}
			fmt.Fprintf(&b, "</%ssheets>", p)
		case c.name == "bookViews":
			b.Write(w.views(c.raw))
		default:
			b.Write(c.raw)
		}
	}
	b.Write(w.tail)
	return b.Bytes()
}

// views opens the workbook on the judged sheet.
func (w *workbook) views(raw []byte) []byte {
	var b bytes.Buffer
	_ = each("bookViews", raw, func(s *scanner, f form) error {
		tag := s.raw
		if (f == open || f == empty) && string(s.name) == "workbookView" {
			tag = without(with(tag, "activeTab", strconv.Itoa(w.judged)), "firstSheet")
		}
		b.Write(tag)
		return nil
	})
	return b.Bytes()
}
