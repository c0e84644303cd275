package returned

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cdoscore/connectors/excel/sheetml"
)

// types is the list of the parts' types.
func (w *workbook) types() ([]byte, error) {
	text, err := w.a.small(contentTypes)
	if err != nil {
		return nil, err
	}
	head, list, tail, err := children(contentTypes, text)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Write(head)
	p := prefixOf(tail[bytes.LastIndexByte(tail, '<'):])
	vml := false
	add := func(part, kind string) {
		fmt.Fprintf(&b, `<%sOverride PartName="/%s" ContentType="%s"/>`, p, part, kind)
	}
	defined := map[string]bool{}
	for _, c := range list {
		tag := firstTag(string(c.raw))
		part := strings.TrimPrefix(value(tag, "PartName"), "/")
		vml = vml || strings.EqualFold(value(tag, "Extension"), "vml")
		if part != "" && w.sieve.drops(part) {
			continue
		}
		defined[strings.ToLower(part)] = true
		if strings.EqualFold(part, w.root) {
			add(w.root, mainOf)
			continue
		}
		b.Write(c.raw)
	}
	for _, part := range w.ownParts {
		add(part, worksheetOf)
	}
	if w.newStyles {
		add(w.stylesPart, stylesOf)
	}
	if w.comments != "" && !defined[strings.ToLower(w.comments)] {
		add(w.comments, commentsOf)
	}
	if !vml {
		fmt.Fprintf(&b, `<%sDefault Extension="vml" ContentType="%s"/>`, p, vmlOf)
	}
	b.Write(tail)
	return b.Bytes(), nil
}

// unsafeName finds what a defined name must not hold: another workbook, or a
// program.
var unsafeName = regexp.MustCompile(`\[|\||#REF!`)

// filter brings the defined names in line: those of sheets that do not come back,
// of other workbooks and of macros go, and the range of the filter is the new one.
func (w *workbook) filter(e *edit) {
	i := slices.IndexFunc(w.parts, func(c child) bool { return c.name == "definedNames" })
	var list []child
	p := prefixOf(w.parts[0].raw)
	if i >= 0 {
		_, list, _, _ = children("definedNames", w.parts[i].raw)
	}
	var b bytes.Buffer
	for _, c := range list {
		tag := firstTag(string(c.raw))
		body := c.raw[len(tag):]
		local, scoped := -1, false
		if text := value(tag, "localSheetId"); text != "" {
			to, stays := w.places[number(text)]
			if !stays {
				continue
			}
			local, scoped = to, true
		}
		switch {
		case unsafeName.Match(body), value(tag, "function") == "1", value(tag, "vbProcedure") == "1", value(tag, "xlm") == "1":
			continue
		case scoped && local == w.judged && value(tag, "name") == "_xlnm._FilterDatabase":
			continue
		}
		if scoped {
			tag = with(tag, "localSheetId", strconv.Itoa(local))
		}
		b.Write(tag)
		b.Write(body)
	}
	fmt.Fprintf(&b, `<%sdefinedName name="_xlnm._FilterDatabase" localSheetId="%d" hidden="1">%s</%sdefinedName>`, p, w.judged, escape(location(w.entries[w.judged].name, absolute(e.filterRange()))), p)
	made := child{"definedNames", []byte("<" + p + "definedNames>" + b.String() + "</" + p + "definedNames>")}
	if i >= 0 {
		w.parts[i] = made
		return
	}
	at := 1 + slices.IndexFunc(w.parts, func(c child) bool { return c.name == "sheets" })
	for at < len(w.parts) && (w.parts[at].name == "functionGroups" || w.parts[at].name == "externalReferences") {
		at++
	}
	w.parts = slices.Insert(w.parts, at, made)
}

// absolute writes a range with dollar signs.
func absolute(text string) string {
	r, ok := parseRange(text)
	if !ok {
		return text
	}
	return fmt.Sprintf("$%s$%d:$%s$%d", sheetml.ColumnName(r.FromColumn), r.FromRow, sheetml.ColumnName(r.ToColumn), r.ToRow)
}
