package workspace

import (
	"slices"
	"time"

	"cdoscore/rules"
)

// draft is a dataset whose fields are read and whose rules are not: rules may
// name the fields of other datasets, so those come second.
type draft struct {
	dataset *Dataset
	entries []fieldEntry // one per field
	key     *rules.Node  // nil: no key, or a wrong one
	rules   *rules.Node
	source  source
	// workingDays is where working days are asked for, if they are.
	workingDays rules.Pos
}

// datasetReader reads everything of a dataset file but its rules.
type datasetReader struct {
	deps    Deps
	diags   *rules.Diagnostics
	zone    *time.Location // nil: of no workspace
	lenient bool           // a check of one file, without a workspace
}

// read returns nil when the file holds no mapping to read.
func (d datasetReader) read(id, unit, name string, node *rules.Node) *draft {
	if node == nil {
		return nil
	}
	r := rules.NewReader(node, "dataset", d.diags)
	if node.Type != rules.Map {
		return nil
	}
	set := &Dataset{
		ID: id, Unit: unit, Name: name,
		Title:      requireText(r, "title", "title"),
		Importance: readInt(r, "importance", 1, 1, maxWeight),
		InScope:    r.Bool("in_scope", true),
		AllowEmpty: r.Bool("allow_empty", false),
		Arrivals:   r.Text("arrivals"),
		Schedule:   readSchedule(r, d.zone, d.deps),
		Timeout:    readLimit(r, "timeout", DefaultPullLimit),
		Pos:        node.Pos,
	}
	out := &draft{dataset: set, rules: r.Get("rules")}
	if n := r.Get("owner"); n != nil {
		set.Owner = readOwner(n, d.diags)
	}
	if n := r.Get("catalogue"); n != nil {
		set.Catalogue = readCatalogue(n, d.diags)
	}
	d.readUpdate(r, out)
	d.readSource(r, out)
	d.readColumns(r, out)
	r.Finish()
	return out
}

func (d datasetReader) readUpdate(r *rules.Reader, out *draft) {
	n := d.expected(r, "update")
	if n == nil {
		return
	}
	out.dataset.Update = readUpdate(n, d.diags)
	if out.dataset.Update.WorkingDays {
		out.workingDays = n.Pos
		for _, e := range n.Entries {
			if e.Key == "working_days" {
				out.workingDays = e.Pos
			}
		}
	}
}

func (d datasetReader) readSource(r *rules.Reader, out *draft) {
	n := d.expected(r, "source")
	if n == nil {
		return
	}
	out.source = readSource(n, d.deps, d.lenient || d.deps.NoSources, d.diags)
	out.dataset.SourceType = out.source.kind
	out.dataset.Source = out.source.resolved
	out.dataset.SourcePos = out.source.pos
}

// expected returns a key that a workspace needs and a check can do without.
func (d datasetReader) expected(r *rules.Reader, key string) *rules.Node {
	if d.lenient {
		return r.Get(key)
	}
	return r.Require(key)
}

func (d datasetReader) readColumns(r *rules.Reader, out *draft) {
	placeholders := slices.Clone(rules.DefaultPlaceholders)
	if r.Has("placeholders") {
		placeholders = texts(r.Texts("placeholders", true))
	}
	out.dataset.Fields, out.entries = readFields(r.Require("fields"), placeholders, onField(d.deps.Kinds), d.diags)
	out.dataset.Key, out.key = readKey(r, out.dataset.Fields)
}

// readKey returns the key's fields and its node, or neither when it is wrong.
func readKey(r *rules.Reader, fields []rules.Field) ([]string, *rules.Node) {
	n := r.Get("key")
	if n == nil {
		return nil, nil
	}
	before := r.Diags().Len()
	c := rules.Context{Fields: fields, Diags: r.Diags()}
	var key []string
	for _, item := range r.TextNodes(n, "key", false) {
		c.CheckField(item)
		if slices.Contains(key, item.Text) {
			r.Diags().Addf(item.Pos, "key: field %q stands twice: remove one of the two", item.Text)
		}
		key = append(key, item.Text)
	}
	if r.Diags().Len() > before {
		return nil, nil
	}
	if n.IsScalar() {
		n = &rules.Node{Pos: n.Pos, Type: rules.List, Items: []*rules.Node{n}}
	}
	return key, n
}

func readOwner(n *rules.Node, diags *rules.Diagnostics) Owner {
	r := rules.NewReader(n, "owner", diags)
	o := Owner{Office: r.Text("office"), Person: r.Text("person"), Phone: r.Text("phone"), System: r.Text("system")}
	r.Finish()
	return o
}

// The words of the catalogue. Sources number them differently, so the words are
// what is stored.
var (
	sharingTypes = []string{"unconditional", "conditional", "none"}
	openingTypes = []string{"unconditional", "conditional", "none"}
)

func readCatalogue(n *rules.Node, diags *rules.Diagnostics) Catalogue {
	r := rules.NewReader(n, "catalogue", diags)
	c := Catalogue{Code: r.Text("code"), Abstract: r.Text("abstract"), Category: r.Text("category"), Format: r.Text("format"), Published: readDay(r, "published"), Related: r.Text("related")}
	if sharing := r.Get("sharing"); sharing != nil {
		s := rules.NewReader(sharing, "sharing", diags)
		c.SharingType = s.Choice("type", "", sharingTypes...)
		c.SharingBasis, c.Method = s.Text("basis"), s.Text("method")
		s.Finish()
	}
	if opening := r.Get("opening"); opening != nil {
		o := rules.NewReader(opening, "opening", diags)
		c.OpeningType = o.Choice("type", "", openingTypes...)
		o.Finish()
	}
	r.Finish()
	return c
}
