package duck

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// ParseExpr checks one scalar expression over a row's columns with DuckDB's own
// parser, walks the tree against an allow-list, and returns it in DuckDB's
// canonical form with the columns taken out. Nothing that the user wrote reaches
// the engine but through this tree. It is then tried on a row of NULLs, so that
// types that do not go together show now and not in the night. Errors are
// *rules.ExprError.
func (e *Engine) ParseExpr(text string, fields []rules.Field) (*rules.Expr, error) {
	if err := checkText(text); err != nil {
		return nil, err
	}
	const head = "SELECT "
	tree, err := e.serialize(head, text)
	if err != nil {
		return nil, err
	}
	w := &walker{head: len(head), fields: fields}
	item, err := w.selectItem(tree)
	if err != nil {
		return nil, err
	}
	if err := w.expression(item, 0); err != nil {
		return nil, err
	}
	if err := e.whole(text); err != nil {
		return nil, err
	}
	expr, err := e.template(text, tree, w.refs)
	if err != nil {
		return nil, err
	}
	if err := e.try(expr, fields); err != nil {
		return nil, err
	}
	return expr, nil
}

// whole refuses clauses of a SELECT that leave nothing in the tree, as WINDOW
// does: an expression stands between parentheses too.
func (e *Engine) whole(text string) error {
	_, err := e.serialize("SELECT (", text+"\n)")
	return err
}

// try runs an expression on a row of NULLs of the fields' types.
func (e *Engine) try(expr *rules.Expr, fields []rules.Field) error {
	var value any
	var typeName string
	err := e.db.QueryRowContext(context.Background(), plan.Trial(expr, fields)).Scan(&value, &typeName)
	if err != nil {
		return &rules.ExprError{Message: "the expression does not work with the types of its columns: " + firstLine(err.Error())}
	}
	if typeName != "BOOLEAN" {
		return &rules.ExprError{Message: fmt.Sprintf("an expression must be true or false, this one is %s: compare it with something", typeName)}
	}
	return nil
}

// parseTree is what json_serialize_sql returns.
type parseTree struct {
	Error        bool             `json:"error"`
	ErrorMessage string           `json:"error_message"`
	Position     json.Number      `json:"position"`
	Statements   []map[string]any `json:"statements"`
}

// serialize parses head and text as one statement; errors point into the text.
func (e *Engine) serialize(head, text string) (parseTree, error) {
	var raw string
	if err := e.db.QueryRowContext(context.Background(), "SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR)) AS VARCHAR)", head+text).Scan(&raw); err != nil {
		return parseTree{}, &rules.ExprError{Message: "the expression cannot be parsed: " + firstLine(err.Error())}
	}
	decoder := json.NewDecoder(strings.NewReader(raw))
	decoder.UseNumber()
	var tree parseTree
	if err := decoder.Decode(&tree); err != nil {
		return parseTree{}, &rules.ExprError{Message: "the expression cannot be parsed: " + err.Error()}
	}
	if tree.Error {
		at, _ := tree.Position.Int64() // absent: 0
		return parseTree{}, &rules.ExprError{Offset: byteOffset(text, int(at)-len(head)), Message: "the expression is not valid SQL: " + firstLine(tree.ErrorMessage)}
	}
	return tree, nil
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// walker checks the tree and replaces each column by a mark.
type walker struct {
	head   int // bytes before the user's text
	fields []rules.Field
	refs   []string
}

// selectItem returns the one expression of the statement and refuses whatever
// else a SELECT may have.
func (w *walker) selectItem(tree parseTree) (map[string]any, error) {
	if len(tree.Statements) != 1 {
		return nil, &rules.ExprError{Message: "an expression must be one expression: remove the semicolon and what follows"}
	}
	node, _ := tree.Statements[0]["node"].(map[string]any)
	if node["type"] != "SELECT_NODE" {
		return nil, &rules.ExprError{Message: "an expression must not be a query"}
	}
	from, _ := node["from_table"].(map[string]any)
	list, _ := node["select_list"].([]any)
	groups, _ := node["group_expressions"].([]any)
	modifiers, _ := node["modifiers"].([]any)
	ctes, _ := node["cte_map"].(map[string]any)
	cteList, _ := ctes["map"].([]any)
	switch {
	case from["type"] != "EMPTY", node["where_clause"] != nil, node["having"] != nil, node["qualify"] != nil,
		node["sample"] != nil, len(groups) > 0, len(modifiers) > 0, len(cteList) > 0:
		return nil, &rules.ExprError{Message: "an expression must not be a query: only columns of the row, constants, operators and functions are allowed"}
	case len(list) != 1:
		return nil, &rules.ExprError{Message: "an expression must be one expression: remove the comma at its top level"}
	}
	item, _ := list[0].(map[string]any)
	if item["alias"] != "" {
		return nil, w.at(item, "an expression must not have an alias: remove AS")
	}
	return item, nil
}

func (w *walker) at(node map[string]any, format string, args ...any) error {
	at := 0
	if n, ok := node["query_location"].(json.Number); ok {
		if v, err := n.Int64(); err == nil { // the largest uint64 stands for unknown
			at = max(0, int(v)-w.head)
		}
	}
	return &rules.ExprError{Offset: at, Message: fmt.Sprintf(format, args...)}
}

// expression checks one node and all below it.
func (w *walker) expression(node map[string]any, depth int) error {
	if depth > maxDepth {
		return w.at(node, "the expression is nested more than %d deep: split it into several rules", maxDepth)
	}
	switch class := node["class"]; class {
	case "COLUMN_REF":
		return w.column(node)
	case "CONSTANT":
		return nil
	case "FUNCTION":
		if err := w.function(node); err != nil {
			return err
		}
	case "COMPARISON", "CONJUNCTION", "OPERATOR", "BETWEEN", "CASE":
	case "CAST":
		if err := w.cast(node); err != nil {
			return err
		}
	case "SUBQUERY":
		return w.at(node, "an expression must not have a sub-query: compare with another dataset by a reference rule")
	case "STAR":
		return w.at(node, "an expression must not have *: name the columns")
	default:
		return w.at(node, "an expression must not have %s", classWords(fmt.Sprint(class)))
	}
	return w.children(node, depth)
}

// classWords names a class of the parser's for a user.
func classWords(class string) string {
	switch class {
	case "WINDOW":
		return "a window function"
	case "PARAMETER":
		return "a parameter (?, $1): write the value"
	case "LAMBDA":
		return "a lambda"
	case "POSITIONAL_REFERENCE":
		return "a column by its number: name the column"
	case "COLLATE":
		return "a collation"
	}
	return strings.ToUpper(strings.ReplaceAll(class, "_", " "))
}

// children walks every expression that a node holds, in the order of its keys.
func (w *walker) children(node map[string]any, depth int) error {
	for _, key := range slices.Sorted(maps.Keys(node)) {
		if err := w.child(node[key], depth); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) child(value any, depth int) error {
	switch v := value.(type) {
	case map[string]any:
		if _, ok := v["class"].(string); ok {
			return w.expression(v, depth+1)
		}
		return w.children(v, depth)
	case []any:
		for _, item := range v {
			if err := w.child(item, depth); err != nil {
				return err
			}
		}
	}
	return nil
}

// column takes the reference out and leaves a mark in its place.
func (w *walker) column(node map[string]any) error {
	names, _ := node["column_names"].([]any)
	if len(names) != 1 {
		return w.at(node, "name a column by itself, without a table: quote it where it holds a dot, as in \"a.b\"")
	}
	name, _ := names[0].(string)
	declared := slices.ContainsFunc(w.fields, func(f rules.Field) bool { return f.Name == name })
	switch {
	case !declared && slices.Contains(clockWords, strings.ToLower(name)):
		return w.at(node, "%s is not allowed in an expression: today is the slot's cut-off", name)
	case !declared && slices.Contains(sessionWords, strings.ToLower(name)):
		return w.at(node, "%s is not allowed in an expression: only columns of the row, constants, operators and functions are", name)
	case !declared && strings.ContainsAny(name, typographicQuotes):
		return w.at(node, "%s would be the name of a column: write texts in plain single quotes, as in 'x'", name)
	}
	node["column_names"] = []any{mark(len(w.refs))}
	w.refs = append(w.refs, name)
	return nil
}

func mark(n int) string { return fmt.Sprintf("cdoscore_column_%d_", n) }

func (w *walker) function(node map[string]any) error {
	name, _ := node["function_name"].(string)
	operator, _ := node["is_operator"].(bool)
	schema, _ := node["schema"].(string)
	distinct, _ := node["distinct"].(bool)
	order, _ := node["order_bys"].(map[string]any)
	orders, _ := order["orders"].([]any)
	switch {
	case schema != "" || distinct || node["filter"] != nil || len(orders) > 0:
		return w.at(node, "function %q may only be called plainly, as in %s(x)", name, name)
	case slices.Contains(padding, name) && !w.shortPadding(node):
		return w.at(node, "function %q needs a plain length of at most %d, as in %s(x, 6, '0')", name, maxPadding, name)
	case operator && slices.Contains(operators, name), slices.Contains(functions, name):
		return nil
	}
	return w.at(node, "function %q is not allowed in an expression%s", name, rules.Suggest(name, functions))
}

// shortPadding reports whether the length that a padding function is given is a
// small constant: a value of the data must not ask for gigabytes.
func (w *walker) shortPadding(node map[string]any) bool {
	arguments, _ := node["children"].([]any)
	if len(arguments) < 2 {
		return false
	}
	argument, _ := arguments[1].(map[string]any)
	constant, _ := argument["value"].(map[string]any)
	number, _ := constant["value"].(json.Number)
	n, err := number.Int64()
	return argument["class"] == "CONSTANT" && err == nil && n <= maxPadding
}

func (w *walker) cast(node map[string]any) error {
	target, _ := node["cast_type"].(map[string]any)
	id, _ := target["id"].(string)
	if !slices.Contains(castTypes, id) {
		return w.at(node, "a cast to %s is not allowed in an expression: use one of %s", id, strings.Join(castTypes, ", "))
	}
	return nil
}

// template renders the marked tree back to SQL and cuts it at the marks.
func (e *Engine) template(text string, tree parseTree, refs []string) (*rules.Expr, error) {
	data, err := json.Marshal(map[string]any{"error": false, "statements": tree.Statements})
	if err != nil {
		return nil, &rules.ExprError{Message: "the expression cannot be rendered: " + err.Error()}
	}
	var statement string
	if err := e.db.QueryRowContext(context.Background(), "SELECT json_deserialize_sql(CAST(? AS JSON))", string(data)).Scan(&statement); err != nil {
		return nil, &rules.ExprError{Message: "the expression cannot be rendered: " + firstLine(err.Error())}
	}
	rest := strings.TrimPrefix(statement, "SELECT ")
	expr := &rules.Expr{Text: text}
	for len(rest) > 0 {
		at, n := nextMark(rest, len(refs))
		if at < 0 {
			break
		}
		expr.Parts = append(expr.Parts, rest[:at])
		expr.Refs = append(expr.Refs, refs[n])
		rest = rest[at+len(mark(n)):]
	}
	expr.Parts = append(expr.Parts, rest)
	if len(expr.Refs) != len(refs) {
		return nil, &rules.ExprError{Message: "the expression cannot be rendered: a column was lost"}
	}
	return expr, nil
}

// nextMark finds the first mark in s and its number.
func nextMark(s string, marks int) (at, n int) {
	at = strings.Index(s, "cdoscore_column_")
	if at < 0 {
		return -1, 0
	}
	for n := range marks {
		if strings.HasPrefix(s[at:], mark(n)) {
			return at, n
		}
	}
	return -1, 0
}
