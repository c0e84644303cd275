package returned

import (
	"regexp"
	"strings"
)

// Passive parts of a workbook come back as they were. What could run, or fetch
// something when the workbook is opened, does not: macros, add-ins and controls,
// links to other workbooks, connections and queries, embedded files; and with them
// the calculation chain and signatures, which would no longer be true.
var active = []string{
	"xl/vba", "xl/macrosheets/", "xl/dialogsheets/", "xl/externallinks/", "xl/connections", "xl/querytables/", "xl/calcchain",
	"xl/activex/", "xl/ctrlprops/", "xl/embeddings/", "xl/model/", "xl/webextensions/", "xl/attachedtoolbars", "xl/customdata",
	"customxml/", "customui/", "_xmlsignatures/", "docprops/thumbnail", "xl/intlmacrosheets/", "xl/volatiledependencies", "xl/usercustomization/",
}

// fed are the parts that rest on connections and data models; they go where these
// were.
var fed = []string{"xl/pivottables/", "xl/pivotcache/", "xl/slicers/", "xl/slicercaches/", "xl/timelines/", "xl/timelinecaches/"}

// dropped is what was left out of a returned workbook.
type dropped struct {
	Macros      bool
	Links       bool // to other workbooks
	Connections bool
	Objects     bool // controls and embedded files
	Signature   bool
}

// sieve decides which parts come back.
type sieve struct {
	fed     bool
	own     map[string]bool // lower-case names of parts that this program wrote, or writes anew
	dropped dropped
}

func newSieve(a *archive) *sieve {
	s := &sieve{own: map[string]bool{}}
	for name := range a.byName {
		s.fed = s.fed || strings.HasPrefix(name, "xl/connections") || strings.HasPrefix(name, "xl/model/")
		s.note(name)
	}
	return s
}

func (s *sieve) note(name string) {
	within := func(prefixes ...string) bool {
		for _, p := range prefixes {
			if strings.HasPrefix(name, p) {
				return true
			}
		}
		return false
	}
	d := &s.dropped
	d.Macros = d.Macros || within("xl/vba", "xl/macrosheets/", "xl/intlmacrosheets/", "xl/dialogsheets/", "customui/")
	d.Links = d.Links || within("xl/externallinks/")
	d.Connections = d.Connections || within("xl/connections", "xl/querytables/", "xl/model/")
	d.Objects = d.Objects || within("xl/activex/", "xl/ctrlprops/", "xl/embeddings/", "xl/webextensions/")
	d.Signature = d.Signature || within("_xmlsignatures/")
}

// drops reports whether a part does not come back.
func (s *sieve) drops(name string) bool {
	name = strings.ToLower(name)
	if s.own[name] {
		return true
	}
	lists := [][]string{active}
	if s.fed {
		lists = append(lists, fed)
	}
	for _, list := range lists {
		for _, prefix := range list {
			if strings.HasPrefix(name, prefix) {
				return true
			}
		}
	}
	return false
}

// keep leaves out the links to what does not come back, and those to anything
// outside but the pages of hyperlinks.
func (s *sieve) keep(list []relation) []relation {
	var out []relation
	for _, r := range list {
		switch {
		case r.external && r.kind != "hyperlink":
			s.dropped.Links = true
		case !r.external && s.drops(r.target):
		case strings.HasPrefix(r.kind, "xlMacrosheet"), r.kind == "vbaProject", r.kind == "extensibility", r.kind == "origin":
		default:
			out = append(out, r)
		}
	}
	return out
}

var macroElement = regexp.MustCompile(`(?s)<[\w]*:?FmlaMacro[^>]*>.*?</[\w]*:?FmlaMacro>|<[\w]*:?FmlaMacro[^>]*/>`)
var macroAttribute = regexp.MustCompile(`\smacro="[^"]+"`)

// disarm takes the names of macros off a drawing.
func disarm(text []byte) []byte {
	return macroAttribute.ReplaceAll(macroElement.ReplaceAll(text, nil), []byte(` macro=""`))
}
