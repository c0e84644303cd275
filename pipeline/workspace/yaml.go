package workspace

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"cdoscore/rules"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxYAMLBytes bounds a configuration file; the largest dataset file with some
// hundreds of fields stays under a tenth of it.
const maxYAMLBytes = 1 << 20

// parseYAML reads the one document of a file into nodes. It returns nil when
// there is nothing to go on with; the reason is then among the diagnostics.
// Scalars follow the YAML 1.2 core schema without its octal and hexadecimal
// forms, so that a code such as 0201 keeps its digits.
func parseYAML(file string, data []byte, diags *rules.Diagnostics) *rules.Node {
	top := rules.Pos{File: file, Line: 1, Col: 1}
	if len(data) > maxYAMLBytes {
		diags.Addf(top, "the file is larger than %d KiB: is it a configuration file at all?", maxYAMLBytes>>10)
		return nil
	}
	data, ok := plainText(file, data, diags)
	if !ok {
		return nil
	}
	parsed, err := parseTokens(data)
	if err != nil {
		diags.Addf(syntaxPlace(file, err), "this is not valid YAML: %s", syntaxMessage(err))
		return nil
	}
	bodies := documents(parsed)
	if len(bodies) == 0 {
		diags.Addf(top, "the file is empty: write its keys, or remove it")
		return nil
	}
	c := converter{file: file, diags: diags}
	if len(bodies) > 1 {
		second := cmp.Or(bodies[1].Start, bodies[1].Body.GetToken())
		diags.Addf(c.pos(second), "a second document begins here, and a file holds one: remove it, or move it to a file of its own")
	}
	return c.node(bodies[0].Body)
}

// plainText returns the data without byte order mark and with bare newlines, on
// which the parser counts lines rightly.
func plainText(file string, data []byte, diags *rules.Diagnostics) ([]byte, bool) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		diags.Addf(rules.Pos{File: file, Line: 1, Col: 1}, "the file is UTF-16: save it as UTF-8")
		return nil, false
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	if at := invalidUTF8(data); at >= 0 {
		diags.Addf(placeInText(file, data, at), "the file is not UTF-8 here: save it as UTF-8")
		return nil, false
	}
	return data, true
}

// invalidUTF8 returns the first byte that is not UTF-8, or -1.
func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// placeInText returns line and column, in characters, of a byte of the data.
func placeInText(file string, data []byte, at int) rules.Pos {
	before := data[:at]
	lineStart := bytes.LastIndexByte(before, '\n') + 1
	return rules.Pos{
		File: file,
		Line: 1 + bytes.Count(before, []byte{'\n'}),
		Col:  1 + utf8.RuneCount(before[lineStart:]),
	}
}

// parseTokens keeps a panic of the library on odd input from ending the program.
func parseTokens(data []byte) (file *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			file, err = nil, fmt.Errorf("the parser gave up on it (%v)", p)
		}
	}()
	// Duplicate keys are reported by the converter, all at once.
	return parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
}

func syntaxPlace(file string, err error) rules.Pos {
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil {
		p := at.GetToken().Position
		return rules.Pos{File: file, Line: p.Line, Col: max(1, p.Column)}
	}
	return rules.Pos{File: file, Line: 1, Col: 1}
}

func syntaxMessage(err error) string {
	message := err.Error()
	var at yaml.Error
	if errors.As(err, &at) {
		message = at.GetMessage()
	}
	if strings.Contains(message, "'\t'") {
		return "a tab stands where only spaces may: indent with spaces"
	}
	return message
}

// documents leaves out directives (%YAML) and empty documents.
func documents(f *ast.File) []*ast.DocumentNode {
	var out []*ast.DocumentNode
	for _, d := range f.Docs {
		if d.Body == nil || d.Body.Type() == ast.DirectiveType || d.Body.GetToken() == nil {
			continue
		}
		out = append(out, d)
	}
	return out
}

// converter turns the library's tree into nodes with places.
type converter struct {
	file  string
	diags *rules.Diagnostics
}

func (c converter) pos(t *token.Token) rules.Pos {
	return rules.Pos{File: c.file, Line: t.Position.Line, Col: max(1, t.Position.Column)}
}

func (c converter) node(n ast.Node) *rules.Node {
	pos := c.pos(n.GetToken())
	switch n := n.(type) {
	case *ast.MappingNode:
		return c.mapping(pos, n.IsFlowStyle, n.Values)
	case *ast.MappingValueNode:
		return c.mapping(pos, n.IsFlowStyle, []*ast.MappingValueNode{n})
	case *ast.SequenceNode:
		list := &rules.Node{Pos: pos, Type: rules.List}
		for _, item := range n.Values {
			list.Items = append(list.Items, c.node(item))
		}
		return list
	case *ast.LiteralNode:
		return &rules.Node{Pos: pos, Type: rules.String, Layout: rules.Folded, Text: n.Value.Value}
	case *ast.TagNode:
		c.diags.Addf(pos, "tags such as %s are not supported: write text in quotes instead", n.Start.Value)
		return c.value(pos, n.Value)
	case *ast.AnchorNode:
		c.diags.Addf(pos, noAnchors)
		return c.value(pos, n.Value)
	case *ast.AliasNode, *ast.MergeKeyNode:
		return c.refuse(pos, noAnchors)
	case ast.ScalarNode:
		return scalar(pos, n.GetToken())
	}
	return c.refuse(pos, "this form of YAML is not supported: write a plain value, list or mapping")
}

const noAnchors = "anchors (&), aliases (*) and merge keys (<<) are not supported: write the value out"

// refuse reports a value and returns a null in its place.
func (c converter) refuse(pos rules.Pos, format string, args ...any) *rules.Node {
	c.diags.Addf(pos, format, args...)
	return &rules.Node{Pos: pos}
}

// mapping starts at its brace, or at its first key.
func (c converter) mapping(pos rules.Pos, flow bool, values []*ast.MappingValueNode) *rules.Node {
	m := &rules.Node{Pos: pos, Type: rules.Map}
	if !flow && len(values) > 0 {
		m.Pos = c.pos(values[0].Key.GetToken())
	}
	first := map[string]rules.Pos{}
	for _, v := range values {
		key, keyPos := v.Key.GetToken().Value, c.pos(v.Key.GetToken())
		if _, ok := v.Key.(ast.ScalarNode); !ok || v.Key.IsMergeKey() {
			c.refuse(keyPos, "%q cannot be a key here: write plain keys, each as name: value", key)
			continue
		}
		if at, twice := first[key]; twice {
			c.diags.Addf(keyPos, "key %q stands twice, first at line %d: remove one of the two", key, at.Line)
			continue
		}
		first[key] = keyPos
		m.Entries = append(m.Entries, rules.Entry{Key: key, Pos: keyPos, Value: c.value(keyPos, v.Value)})
	}
	return m
}

// value gives a key without a value the key's place.
func (c converter) value(keyPos rules.Pos, n ast.Node) *rules.Node {
	if n == nil || n.GetToken() == nil || n.GetToken().Type == token.ImplicitNullType {
		return &rules.Node{Pos: keyPos}
	}
	return c.node(n)
}

var (
	intForm   = regexp.MustCompile(`^[-+]?[0-9]+$`)
	floatForm = regexp.MustCompile(`^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`)
	boolForm  = regexp.MustCompile(`^(true|false)$`)
	nullForm  = regexp.MustCompile(`^(~|null|Null|NULL)?$`)
)

func scalar(pos rules.Pos, t *token.Token) *rules.Node {
	n := &rules.Node{Pos: pos, Type: rules.String, Text: t.Value, Layout: layout(t)}
	if t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType {
		return n
	}
	switch {
	case nullForm.MatchString(t.Value):
		n.Type, n.Text = rules.Null, ""
	case boolForm.MatchString(t.Value):
		n.Type = rules.Bool
	case intForm.MatchString(t.Value):
		n.Type = rules.Int
	case floatForm.MatchString(t.Value):
		n.Type = rules.Float
	}
	return n
}

// layout compares the text with its source: where they differ there are escapes
// or several lines.
func layout(t *token.Token) rules.Layout {
	source := strings.TrimSpace(t.Origin)
	quoted := t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType
	switch {
	case !quoted && source == t.Value:
		return rules.Plain
	case quoted && len(source) >= 2 && source[1:len(source)-1] == t.Value:
		return rules.Quoted
	}
	return rules.Folded
}

// ReadYAML reads a file of another package's as the workspace's own are read:
// strictly, and with places. Nil: the reason is among the diagnostics.
func ReadYAML(file string, data []byte, diags *rules.Diagnostics) *rules.Node {
	return parseYAML(file, data, diags)
}
