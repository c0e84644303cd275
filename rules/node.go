package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// NodeType is the shape of a Node.
type NodeType int

// The shapes of configuration values.
const (
	Null NodeType = iota
	String
	Int
	Float
	Bool
	List
	Map
)

var nodeTypeNames = [...]string{"null", "text", "an integer", "a number", "true or false", "a list", "a mapping"}

// String names the shape as error messages do.
func (t NodeType) String() string { return nodeTypeNames[t] }

// Layout says how the text of a scalar stands in its file, so that a place
// within the text can be found there.
type Layout int

// The layouts of scalars.
const (
	Plain  Layout = iota // character for character, from Pos on
	Quoted               // the same, after a quote mark
	Folded               // over several lines, or with escapes
)

// Node is one value of a configuration file with its place. Scalars keep their
// text as written (quotes removed) in Text; lists have Items; maps have Entries
// in file order.
type Node struct {
	Pos     Pos
	Type    NodeType
	Layout  Layout
	Text    string
	Items   []*Node
	Entries []Entry
}

// Entry is one key of a map with its value.
type Entry struct {
	Key   string
	Pos   Pos // of the key
	Value *Node
}

// IsScalar reports whether n is text, a number or a boolean.
func (n *Node) IsScalar() bool {
	return n != nil && (n.Type == String || n.Type == Int || n.Type == Float || n.Type == Bool)
}

// At returns the place of a byte of the text: that of the scalar itself where
// the text is folded, and columns cannot be told. Columns count characters.
func (n *Node) At(offset int) Pos {
	pos := n.Pos
	if pos.Line == 0 || n.Layout == Folded {
		return pos
	}
	offset = max(0, min(offset, len(n.Text)))
	pos.Col += utf8.RuneCountInString(n.Text[:offset])
	if n.Layout == Quoted {
		pos.Col++
	}
	return pos
}

// Reader reads one map strictly: every getter marks its key as known, and
// Finish reports the keys that nobody asked for, with the nearest known name.
// All mistakes go to the Diagnostics that it was made with; getters then return
// the zero value, so that reading goes on and all mistakes are found at once.
type Reader struct {
	node  *Node
	what  string // what the map describes, for messages: "field", "rule"
	diags *Diagnostics
	known []string
	shape bool // false: not a map, reported once; its keys are not asked for as well
}

// NewReader returns a Reader over n; a node that is not a map is reported, and
// then reads as an empty one. What names the thing described, as in "field".
func NewReader(n *Node, what string, diags *Diagnostics) *Reader {
	shape := n.Type == Map
	if !shape {
		diags.Addf(n.Pos, "%s: expected a mapping, found %s", what, n.Type)
		n = &Node{Pos: n.Pos, Type: Map}
	}
	return &Reader{node: n, what: what, diags: diags, shape: shape}
}

// Pos returns where the map begins.
func (r *Reader) Pos() Pos { return r.node.Pos }

// Diags returns where mistakes are collected.
func (r *Reader) Diags() *Diagnostics { return r.diags }

// Get returns the value of key, or nil when it is absent.
func (r *Reader) Get(key string) *Node {
	if !slices.Contains(r.known, key) {
		r.known = append(r.known, key)
	}
	for _, e := range r.node.Entries {
		if e.Key == key {
			return e.Value
		}
	}
	return nil
}

// Has reports whether key is present.
func (r *Reader) Has(key string) bool { return r.Get(key) != nil }

// Require is Get for a key that must be there.
func (r *Reader) Require(key string) *Node {
	n := r.Get(key)
	if n == nil && r.shape {
		r.diags.Addf(r.node.Pos, "%s: %q is required", r.what, key)
	}
	return n
}

// Text returns the scalar text of key; numbers and booleans count as text.
func (r *Reader) Text(key string) string { return r.ScalarText(r.Get(key), key) }

// RequireText is Text for a key that must be there and not be empty.
func (r *Reader) RequireText(key string) string {
	n := r.Require(key)
	if n == nil {
		return ""
	}
	s := r.ScalarText(n, key)
	if s == "" && n.Type == String {
		r.diags.Addf(n.Pos, "%s: %q must not be empty", r.what, key)
	}
	return s
}

// ScalarText returns the text of a scalar node, reporting any other shape.
func (r *Reader) ScalarText(n *Node, key string) string {
	if n == nil {
		return ""
	}
	if !n.IsScalar() {
		r.diags.Addf(n.Pos, "%s: %q must be text, found %s", r.what, key, n.Type)
		return ""
	}
	return n.Text
}

// Bool returns the boolean of key, or def when it is absent.
func (r *Reader) Bool(key string, def bool) bool {
	n := r.Get(key)
	if n == nil {
		return def
	}
	if n.Type != Bool {
		r.diags.Addf(n.Pos, "%s: %q must be true or false, found %s", r.what, key, n.describe())
		return def
	}
	return strings.EqualFold(n.Text, "true")
}

// Int returns the integer of key, or def when it is absent. Values below least
// are reported.
func (r *Reader) Int(key string, def, least int64) int64 {
	n := r.Get(key)
	if n == nil {
		return def
	}
	v, err := strconv.ParseInt(n.Text, 10, 64)
	if n.Type != Int || err != nil {
		r.diags.Addf(n.Pos, "%s: %q must be an integer, found %s", r.what, key, n.describe())
		return def
	}
	if v < least {
		r.diags.Addf(n.Pos, "%s: %q must be at least %d, found %d", r.what, key, least, v)
		return def
	}
	return v
}

// Number returns the number of key as a float, or def when it is absent.
func (r *Reader) Number(key string, def float64) float64 {
	n := r.Get(key)
	if n == nil {
		return def
	}
	v, err := strconv.ParseFloat(n.Text, 64)
	if (n.Type != Int && n.Type != Float) || err != nil {
		r.diags.Addf(n.Pos, "%s: %q must be a number, found %s", r.what, key, n.describe())
		return def
	}
	return v
}

// Choice returns the text of key, which must be one of the given words; def
// when absent.
func (r *Reader) Choice(key, def string, words ...string) string {
	n := r.Get(key)
	if n == nil {
		return def
	}
	s := r.ScalarText(n, key)
	if n.IsScalar() && !slices.Contains(words, s) {
		r.diags.Addf(n.Pos, "%s: %q must be one of %s, found %q%s", r.what, key, strings.Join(words, ", "), s, Suggest(s, words))
		return def
	}
	return s
}

// Texts returns a list of scalars; a single scalar is a list of one. Empty
// lists, and nulls within, are reported unless allowEmpty.
func (r *Reader) Texts(key string, allowEmpty bool) []*Node {
	n := r.Get(key)
	if n == nil {
		return nil
	}
	return r.TextNodes(n, key, allowEmpty)
}

// TextNodes is Texts for a node in hand.
func (r *Reader) TextNodes(n *Node, key string, allowEmpty bool) []*Node {
	if n.IsScalar() {
		return []*Node{n}
	}
	if n.Type != List {
		r.diags.Addf(n.Pos, "%s: %q must be a list of values, found %s", r.what, key, n.Type)
		return nil
	}
	if len(n.Items) == 0 && !allowEmpty {
		r.diags.Addf(n.Pos, "%s: %q must not be an empty list", r.what, key)
	}
	var out []*Node
	for _, item := range n.Items {
		if !item.IsScalar() {
			r.diags.Addf(item.Pos, "%s: %q may hold only text or numbers, found %s", r.what, key, item.Type)
			continue
		}
		out = append(out, item)
	}
	return out
}

// Entries returns every entry and marks all of them as known.
func (r *Reader) Entries() []Entry {
	for _, e := range r.node.Entries {
		r.Get(e.Key)
	}
	return r.node.Entries
}

// Known marks keys as expected without reading them.
func (r *Reader) Known(keys ...string) {
	for _, k := range keys {
		r.Get(k)
	}
}

// Unknown returns the entries that no getter asked for.
func (r *Reader) Unknown() []Entry {
	var out []Entry
	for _, e := range r.node.Entries {
		if !slices.Contains(r.known, e.Key) {
			out = append(out, e)
		}
	}
	return out
}

// Finish reports unknown keys.
func (r *Reader) Finish() {
	for _, e := range r.Unknown() {
		r.diags.Addf(e.Pos, "%s: unknown key %q%s", r.what, e.Key, Suggest(e.Key, r.known))
	}
}

func (n *Node) describe() string {
	if n.IsScalar() {
		return fmt.Sprintf("%q", n.Text)
	}
	return n.Type.String()
}
