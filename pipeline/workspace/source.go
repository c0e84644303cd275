package workspace

import (
	"regexp"
	"strings"

	"cdoscore/rules"
)

// source is what a dataset file says of where its extracts come from: the same
// options twice, with variables filled in for the connector and as written for
// whatever is stored, hashed or shown.
type source struct {
	kind     string
	pos      rules.Pos
	resolved map[string][]string
	written  map[string][]string
}

// sourceReader reads the options of one source. It keeps what variables held out
// of every message.
type sourceReader struct {
	deps    Deps
	diags   *rules.Diagnostics
	lenient bool // no source is opened: variables may be unset, and then stand as written
	nodes   map[string]*rules.Node
	held    []string        // what variables held
	filled  map[string]bool // options with a variable in them
	settled map[string]bool // options not to be judged: reported already, or unset in a check
}

func readSource(n *rules.Node, deps Deps, lenient bool, diags *rules.Diagnostics) source {
	r := rules.NewReader(n, "source", diags)
	entries := r.Entries()
	if n.Type != rules.Map {
		return source{}
	}
	if len(entries) != 1 {
		diags.Addf(n.Pos, "source: name exactly one connector (%s), found %d", strings.Join(sourceNames(deps), ", "), len(entries))
		return source{}
	}
	e := entries[0]
	kind, ok := sourceKind(deps, e.Key)
	if !ok {
		diags.Addf(e.Pos, "unknown connector %q%s (there are %s)", e.Key, rules.Suggest(e.Key, sourceNames(deps)), strings.Join(sourceNames(deps), ", "))
		return source{}
	}
	s := sourceReader{deps: deps, diags: diags, lenient: lenient, nodes: map[string]*rules.Node{}, filled: map[string]bool{}, settled: map[string]bool{}}
	return s.read(kind, e)
}

func (s *sourceReader) read(kind SourceKind, e rules.Entry) source {
	out := source{kind: kind.Name, pos: e.Pos, resolved: map[string][]string{}, written: map[string][]string{}}
	options := e.Value
	if options.Type == rules.Null {
		options = &rules.Node{Pos: e.Pos, Type: rules.Map}
	}
	r := rules.NewReader(options, "source "+kind.Name, s.diags)
	r.Known(kind.Known...)
	r.Finish()
	for _, known := range kind.Known {
		n := r.Get(known)
		if n == nil {
			continue
		}
		s.nodes[known] = n
		values := s.values(r, kind, known, n)
		s.settled[known] = len(values) == 0
		for _, value := range values {
			out.written[known] = append(out.written[known], value.Text)
			out.resolved[known] = append(out.resolved[known], s.fill(known, value))
			s.secret(kind, known, value)
		}
	}
	s.report(e.Pos, kind.Check(out.resolved))
	return out
}

// secret refuses a secret that is spelled out: the file is read by many, copied and
// kept in the history of its folder.
func (s *sourceReader) secret(kind SourceKind, option string, n *rules.Node) {
	if kind.Secret != nil && kind.Secret(option) && !s.filled[option] {
		s.settled[option] = true
		s.diags.Addf(n.Pos, "source: option %q is a secret and must not stand in a file: write \"${NAME}\", and set the environment variable NAME where cdoscore runs", option)
	}
}

// values returns an option's texts: one, or several where it takes a list.
func (s *sourceReader) values(r *rules.Reader, kind SourceKind, option string, n *rules.Node) []*rules.Node {
	if kind.List(option) {
		return r.TextNodes(n, option, false)
	}
	r.ScalarText(n, option)
	if !n.IsScalar() {
		return nil
	}
	return []*rules.Node{n}
}

var variableForm = regexp.MustCompile(`\$?\$\{[^}]*\}?`)

var variableName = regexp.MustCompile(`^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$`)

// fill puts variables in: ${NAME} from the environment; $${ is a plain ${.
func (s *sourceReader) fill(option string, n *rules.Node) string {
	var b strings.Builder
	end := 0
	for _, span := range variableForm.FindAllStringIndex(n.Text, -1) {
		mention := n.Text[span[0]:span[1]]
		b.WriteString(n.Text[end:span[0]])
		end = span[1]
		if strings.HasPrefix(mention, "$$") {
			b.WriteString(mention[1:])
			continue
		}
		b.WriteString(s.variable(option, mention, n.At(span[0])))
	}
	b.WriteString(n.Text[end:])
	return b.String()
}

func (s *sourceReader) variable(option, mention string, pos rules.Pos) string {
	s.filled[option] = true
	m := variableName.FindStringSubmatch(mention)
	if m == nil {
		s.settled[option] = true
		s.diags.Addf(pos, "source: %q is not a variable: write ${NAME} with letters, digits and _, or $${ for a plain ${", mention)
		return mention
	}
	value, set := s.deps.Getenv(m[1])
	if !set {
		s.settled[option] = true
		if !s.lenient {
			s.diags.Addf(pos, "source: the environment variable %s is not set: set it where cdoscore runs", m[1])
		}
		return mention
	}
	if value != "" {
		s.held = append(s.held, value)
	}
	return value
}

// report passes on what the connector found wrong, unless its words could tell
// what a variable held.
func (s *sourceReader) report(pos rules.Pos, problems []OptionProblem) {
	for _, p := range problems {
		at := pos
		if n, ok := s.nodes[p.Option]; ok {
			at = n.Pos
		}
		switch {
		case s.settled[p.Option]:
			continue
		case s.filled[p.Option]:
			s.diags.Addf(at, "source: option %q is not accepted with its variables filled in: check what they hold", p.Option)
		case s.tells(p.Message):
			s.diags.Addf(at, "source: the options are not accepted with their variables filled in: check what they hold")
		case p.Option == "":
			s.diags.Addf(at, "source: %s", p.Message)
		default:
			s.diags.Addf(at, "source: option %q: %s", p.Option, p.Message)
		}
	}
}

func (s *sourceReader) tells(message string) bool {
	for _, value := range s.held {
		if strings.Contains(message, value) {
			return true
		}
	}
	return false
}

func sourceKind(deps Deps, name string) (SourceKind, bool) {
	for _, k := range deps.Sources {
		if k.Name == name {
			return k, true
		}
	}
	return SourceKind{}, false
}

func sourceNames(deps Deps) []string {
	names := make([]string, len(deps.Sources))
	for i, k := range deps.Sources {
		names[i] = k.Name
	}
	return names
}
