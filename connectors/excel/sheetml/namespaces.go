package sheetml

import "bytes"

// namespaces tells the elements of the root's namespace from all others, whatever
// prefix they bear, and how white space is to be treated.
type namespaces struct {
	root     string
	bindings []binding
	own      bool // elements without a prefix are of the root's namespace
	preserve []preserved
}

// binding is one xmlns attribute in force.
type binding struct {
	prefix string
	uri    string
	depth  int
}

// preserved is one xml:space attribute in force.
type preserved struct {
	depth int
	keep  bool
}

// keepSpace reports whether white space around the text of the open element counts.
func (n *namespaces) keepSpace() bool {
	return len(n.preserve) > 0 && n.preserve[len(n.preserve)-1].keep
}

// declareSpaces takes note of what the start tag declares and resolves its own
// name.
func (t *tokenizer) declareSpaces() error {
	depth, declared := len(t.marks), false
	for i := range t.tag.attributes {
		a := &t.tag.attributes[i]
		if a.name[0] != 'x' {
			continue
		}
		prefix, local, _ := bytes.Cut(a.name, []byte(":"))
		switch {
		case string(prefix) == "xmlns":
			t.spaces.bindings = append(t.spaces.bindings, binding{string(local), string(a.value), depth})
			declared = true
		case string(a.name) == "xml:space":
			t.spaces.preserve = append(t.spaces.preserve, preserved{depth, string(a.value) == "preserve"})
		}
	}
	if !t.rooted {
		prefix, _ := splitName(t.tag.name)
		t.spaces.root, _ = t.spaces.uri(prefix)
	}
	if declared || !t.rooted {
		t.spaces.setOwn()
	}
	return t.resolveName()
}

func (t *tokenizer) resolveName() error {
	prefix, local := splitName(t.tag.name)
	t.tag.local, t.tag.own = local, t.spaces.own
	if len(prefix) == 0 {
		return nil
	}
	uri, ok := t.spaces.uri(prefix)
	if !ok {
		return t.fail("the prefix of <%s> is not declared", shorten(t.tag.name))
	}
	t.tag.own = uri == t.spaces.root
	return nil
}

// closeSpaces ends what the innermost element declared.
func (t *tokenizer) closeSpaces() {
	n, depth := &t.spaces, len(t.marks)
	for last := len(n.preserve) - 1; last >= 0 && n.preserve[last].depth == depth; last-- {
		n.preserve = n.preserve[:last]
	}
	last := len(n.bindings)
	for last > 0 && n.bindings[last-1].depth == depth {
		last--
	}
	if last < len(n.bindings) {
		n.bindings = n.bindings[:last]
		n.setOwn()
	}
}

func (n *namespaces) setOwn() {
	uri, _ := n.uri(nil)
	n.own = uri == n.root
}

// uri is the namespace of a prefix; that of none may be undeclared.
func (n *namespaces) uri(prefix []byte) (string, bool) {
	for i := len(n.bindings) - 1; i >= 0; i-- {
		if n.bindings[i].prefix == string(prefix) {
			return n.bindings[i].uri, true
		}
	}
	return "", len(prefix) == 0
}

func splitName(name []byte) (prefix, local []byte) {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return nil, name
}
