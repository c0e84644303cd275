package ruletest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"cdoscore/pipeline/ruletest"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// hostile are expressions that must be refused. CANARY stands for the path of a
// file that the engine may read, SECRET for a variable of the environment. The
// error has to point at `at`, the first of it in the text; "" is the text's start.
var hostile = []struct{ name, text, at string }{
	// Other statements, and what hides them.
	{"two statements", "n > 1; DROP TABLE x", ""},
	{"a statement after a comment", "n > 1 /* */ ; COPY (SELECT 1) TO 'CANARY' --", ""},
	{"only a comment", "-- n > 1", ""},
	{"a comment that is not closed", "n > 1 /* and", "/*"},
	{"a comment within a comment", "n > 1 /* /* */ ; ATTACH 'CANARY'", "/*"},
	{"COPY", "COPY (SELECT 1) TO 'CANARY.out'", "SELECT"},
	{"COPY from", "COPY x FROM 'CANARY'", ""},
	{"ATTACH", "ATTACH 'CANARY' AS other", ""},
	{"PRAGMA", "PRAGMA database_list", ""},
	{"SET", "1 = 1; SET threads = 64", ""},
	{"INSTALL", "1 = 1; INSTALL httpfs", ""},
	{"LOAD", "1 = 1; LOAD 'CANARY'", ""},
	{"EXPORT", "1 = 1; EXPORT DATABASE 'CANARY.out'", ""},
	{"CREATE TABLE", "1 = 1; CREATE TABLE owned AS SELECT 1", ""},
	{"CREATE MACRO", "1 = 1; CREATE MACRO owned(x) AS x", ""},
	{"CREATE SEQUENCE", "1 = 1; CREATE SEQUENCE owned", ""},
	{"CALL", "1 = 1; CALL pragma_version()", ""},
	{"EXECUTE", "1 = 1; PREPARE owned AS SELECT 1; EXECUTE owned", ""},
	{"CHECKPOINT", "1 = 1; CHECKPOINT", ""},
	{"a lone semicolon", ";", ""},
	{"a NUL before another statement", "n > 1\x00; DROP TABLE x", "\x00"},

	// Queries.
	{"a sub-query", "n > (SELECT 1)", "(SELECT"},
	{"a sub-query in a list", "n IN (SELECT 1)", "IN"},
	{"EXISTS", "n > 1 and EXISTS (SELECT 1)", "EXISTS"},
	{"ANY", "n = ANY (SELECT 1)", "= ANY"},
	{"ARRAY of a query", "ARRAY(SELECT 1) = [1]", "(SELECT"},
	{"a sub-query that reads a file", "n > (SELECT count(*) FROM read_csv('CANARY'))", "(SELECT"},
	{"UNION", "n > 1 UNION SELECT true", ""},
	{"INTERSECT", "n > 1 INTERSECT SELECT true", ""},
	{"EXCEPT", "n > 1 EXCEPT ALL SELECT true", ""},
	{"VALUES", "(VALUES (true))", ""},
	{"WITH", "n > (WITH t AS (SELECT 1) SELECT * FROM t)", "(WITH"},
	{"FROM", "true FROM range(3)", ""},
	{"FROM a file", "true FROM 'CANARY'", ""},
	{"FROM a text file", "content = '' FROM read_text('CANARY')", ""},
	{"FROM JSON", "true FROM read_json_auto('CANARY')", ""},
	{"FROM Parquet", "true FROM read_parquet('CANARY')", ""},
	{"FROM a folder", "true FROM glob('*')", ""},
	{"FROM the catalogue", "true FROM duckdb_settings()", ""},
	{"FROM lateral", "true FROM range(3) a, LATERAL (SELECT a.range) b", ""},
	{"FROM a web address", "true FROM 'https://example.com/x.csv'", ""},
	{"FROM first", "FROM 'CANARY'", "FROM"},
	{"PIVOT", "true FROM (PIVOT x ON y USING sum(z))", ""},
	{"WHERE", "true WHERE n > 1", ""},
	{"GROUP BY", "true GROUP BY ALL", "GROUP"},
	{"HAVING", "true HAVING count(*) > 0", ""},
	{"QUALIFY", "true QUALIFY row_number() OVER () = 1", ""},
	{"WINDOW", "true WINDOW w AS ()", "WINDOW"},
	{"ORDER BY", "true ORDER BY 1", ""},
	{"LIMIT", "true LIMIT 1", ""},
	{"SAMPLE", "true USING SAMPLE 1", ""},
	{"INTO", "n INTO owned", ""},
	{"closing the parenthesis", "n > 1) FROM (SELECT 1", ")"},

	// Functions that reach out.
	{"read_csv", "read_csv('CANARY') = 1", ""},
	{"read_text", "n > 1 and read_text('CANARY') = ''", "read_text"},
	{"read_blob", "read_blob('CANARY') IS NOT NULL", ""},
	{"getenv", "getenv('SECRET') = 'x'", ""},
	{"getenv in quotes", `"getenv"('SECRET') = 'x'`, `"getenv"`},
	{"getenv in upper case", "GETENV('SECRET') = 'x'", ""},
	{"getenv as a method", "'SECRET'.getenv() = 'x'", "() ="},
	{"getvariable", "getvariable('x') = 1", ""},
	{"current_setting", "current_setting('temp_directory') = 'x'", ""},
	{"current_database", "current_database() = 'x'", ""},
	{"current_user", "current_user = 'x'", ""},
	{"version", "version() = 'x'", ""},
	{"query", "query('SELECT 1')", ""},
	{"query_table", "query_table('x')", ""},
	{"nextval", "nextval('s') = 1", ""},
	{"json_execute_serialized_sql", "json_execute_serialized_sql('{}') = 1", ""},
	{"error", "error('x') IS NULL", ""},
	{"a function of a schema", "main.getenv('SECRET') = 'x'", ""},
	{"a function of a catalogue", "system.main.getenv('SECRET') = 'x'", ""},
	{"an unknown function", "read_cvs('CANARY') = 1", ""},
	{"a homoglyph", "lеngth('x') = 1", ""},
	{"a zero-width space", "read\u200bcsv('x') = 1", "csv"},
	{"a full-width parenthesis", "length（'x'） = 1", "= 1"},
	{"the clock", "now() > paid_on", ""},
	{"the clock as a word", "paid_on < current_date", "current_date"},
	{"a random number", "random() < 0.5", ""},
	{"a new identity", "uuid() = 'x'", ""},
	{"sleep", "pg_sleep(10) IS NULL", ""},

	// Beyond one row, and beyond one value.
	{"an aggregate", "sum(n) > 1", ""},
	{"an aggregate of all", "count(*) > 1", ""},
	{"a list aggregate", "list(n) = [1]", ""},
	{"a window", "row_number() OVER () = 1", ""},
	{"a window of an allowed name", "greatest(n) OVER () = 1", ""},
	{"a filter", "length('x') FILTER (WHERE true) = 1", ""},
	{"UNNEST", "unnest([1, 2]) = 1", ""},
	{"generate_series", "generate_series(1, 1000000000) IS NULL", ""},
	{"a star", "*", ""},
	{"a star of columns", "COLUMNS('.*') > 1", ""},
	{"a star with exclusions", "* EXCLUDE (n)", ""},
	{"unpacked columns", "greatest(*COLUMNS(*)) > 1", "*COLUMNS"},
	{"a lambda", "list_transform([1], x -> x) = [1]", ""},
	{"a Python lambda", "list_filter([1], lambda x: x > 0) = [1]", ""},
	{"a list comprehension", "[x for x in [1, 2] if x > 1] = [2]", ""},
	{"a struct", "{'a': 1}.a = n", "'a'"},
	{"a map", "MAP {'a': 1} IS NULL", "'a'"},
	{"a field of a struct", "(n).a = 1", ""},
	{"a table's column", "t.n > 1", ""},
	{"a position", "#1 > 1", "#1"},
	{"a parameter", "n > ?", ""},
	{"a numbered parameter", "n > $1", ""},
	{"a named parameter", "n > $secret", ""},
	{"DEFAULT", "n = DEFAULT", ""},
	{"an alias", "n > 1 AS x", "> 1"},
	{"two expressions", "n > 1, n < 5", ""},
	{"GROUPING", "GROUPING(n) = 0", ""},

	// Types and sizes.
	{"a cast to an enumeration", "CAST(name AS ENUM('a')) = 'a'", "CAST"},
	{"a cast to a list", "CAST(name AS INTEGER[]) IS NULL", "CAST"},
	{"a cast to bytes", "name::BLOB IS NULL", "::"},
	{"a collation", "name COLLATE NOCASE = 'x'", "name"},
	{"gigabytes of padding", "lpad(name, 2000000000, 'x') = 'x'", ""},
	{"padding by a column", "rpad(name, CAST(n AS INTEGER), 'x') = 'x'", ""},
	{"repetition", "repeat(name, 1000000000) = 'x'", ""},
	{"deep nesting", strings.Repeat("abs(", 1500) + "n" + strings.Repeat(")", 1500) + " > 1", "*"},
	{"deep parentheses", strings.Repeat("(", 4000) + "n > 1" + strings.Repeat(")", 4000), "*"},
	{"deep negation", strings.Repeat("not ", 2000) + "n > 1", "*"},
	{"a deep CASE", strings.Repeat("case when n > 1 then ", 300) + "true" + strings.Repeat(" end", 300), "*"},
	{"a long sum", "n" + strings.Repeat(" + n", 2000) + " > 1", "*"},
	{"a megabyte of digits", "n > " + strings.Repeat("1", 1<<20), ""},
	{"a megabyte of conditions", strings.Repeat("n > 1 and ", 1<<17) + "n > 1", ""},
	{"a megabyte of brackets", strings.Repeat("(", 1<<20), ""},
	{"a regular expression beyond bounds", "regexp_matches(name, '(((a{1,1000}){1,1000}){1,1000})')", ""},
}

// yamlOf writes an expression into a dataset file, in single quotes where that
// leaves its characters as they are.
func yamlOf(text string) string {
	if strings.ContainsAny(text, "'\x00") {
		var b strings.Builder
		for _, c := range text {
			switch {
			case c == '"' || c == '\\':
				b.WriteString(`\` + string(c))
			case c < ' ':
				fmt.Fprintf(&b, `\x%02x`, c)
			default:
				b.WriteRune(c)
			}
		}
		return `"` + b.String() + `"`
	}
	return "'" + text + "'"
}

// places are where an expression may stand, each with what precedes it in its line.
var places = []struct{ name, before, after string }{
	{"expr", "  - {id: x, expr: ", "}"},
	{"when", "  - {id: x, required: name, when: ", "}"},
	{"required_when", "  - {id: x, required_when: {field: name, when: ", "}}"},
}

const hostileHead = "title: Hostile\nfields:\n  - {name: n, type: integer}\n  - {name: name}\n  - {name: paid_on, type: date}\nrules:\n"

// site is what no expression may touch.
type site struct {
	runner         *ruletest.Runner
	canary, secret string
	before         string
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{runner: runner(t), secret: "CDOSCORE_TEST_SECRET"}
	s.canary = filepath.Join(s.runner.Temp, "canary.csv")
	t.Setenv(s.secret, "the-secret-of-the-environment")
	if err := os.WriteFile(s.canary, []byte("the-content-of-the-canary\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	// Read before it was written: whoever reads it now moves its time of access.
	long := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(s.canary, long, long.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	s.before = s.state(t)
	return s
}

// state is what hostile expressions might change: the folder, the canary's time of
// access, and whatever the database holds.
func (s *site) state(t *testing.T) string {
	t.Helper()
	var lines []string
	err := filepath.WalkDir(s.runner.Temp, func(path string, entry os.DirEntry, err error) error {
		lines = append(lines, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(s.canary)
	if err != nil {
		t.Fatal(err)
	}
	lines = append(lines, accessed(info), fmt.Sprint(info.Size()))
	for _, q := range []string{
		"SELECT database_name FROM duckdb_databases() ORDER BY 1", "SELECT table_name FROM duckdb_tables() ORDER BY 1",
		"SELECT sequence_name FROM duckdb_sequences() ORDER BY 1", "SELECT function_name FROM duckdb_functions() WHERE NOT internal ORDER BY 1",
		"SELECT name FROM duckdb_prepared_statements() ORDER BY 1", "SELECT name || coalesce(value, '') FROM duckdb_settings() WHERE name IN ('threads', 'enable_external_access') ORDER BY 1",
	} {
		list, err := s.runner.Engine.Texts(context.Background(), plan.Query{SQL: q})
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, list...)
	}
	return strings.Join(lines, "\n")
}

func TestHostileExpressionsAreRefusedAndNoneRuns(t *testing.T) {
	s := newSite(t)
	started := time.Now()
	for _, h := range hostile {
		text := strings.NewReplacer("CANARY", s.canary, "SECRET", s.secret).Replace(h.text)
		at := strings.NewReplacer("CANARY", s.canary, "SECRET", s.secret).Replace(h.at)
		for _, p := range places {
			t.Run(h.name+"/"+p.name, func(t *testing.T) { s.refused(t, text, at, p.before, p.after) })
		}
	}
	if after := s.state(t); after != s.before {
		t.Errorf("something ran. Before:\n%s\nafter:\n%s", s.before, after)
	}
	if spent := time.Since(started); spent > time.Minute {
		t.Errorf("refusing took %v: it has to be bounded", spent)
	}
	if len(hostile) < 30 || len(slices.Compact(slices.Sorted(slices.Values(names())))) != len(hostile) {
		t.Errorf("%d expressions, by distinct names", len(hostile))
	}
}

func names() []string {
	var out []string
	for _, h := range hostile {
		out = append(out, h.name)
	}
	return out
}

// refused loads a dataset file with the expression in it.
func (s *site) refused(t *testing.T, text, at, before, after string) {
	file := hostileHead + before + yamlOf(text) + after + "\n"
	started := time.Now()
	_, err := workspace.ParseDataset("hostile.yaml", []byte(file), s.runner.Deps)
	if spent := time.Since(started); spent > 5*time.Second {
		t.Errorf("refusing took %v", spent)
	}
	var config *rules.ConfigError
	if !errors.As(err, &config) {
		t.Fatalf("%q is taken: %v", text, err)
	}
	for _, secret := range []string{"the-secret-of-the-environment", "the-content-of-the-canary"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error tells what it read: %v", err)
		}
	}
	if len(config.Diagnostics) != 1 {
		t.Fatalf("%d errors, want one: %v", len(config.Diagnostics), err)
	}
	d := config.Diagnostics[0]
	first := utf8.RuneCountInString(before) + 1
	line := strings.Count(hostileHead, "\n") + 1
	switch {
	case len(file) > 1<<20: // the file is refused as a whole
		if d.Pos.Line != 1 || d.Pos.Col != 1 {
			t.Errorf("points at %s, want 1:1: %s", d.Pos, d.Message)
		}
	case d.Pos.Line != line || d.Pos.Col < first || d.Pos.Col > first+1+utf8.RuneCountInString(text):
		t.Errorf("points at %s, want into line %d from column %d on: %s", d.Pos, line, first, d.Message)
	case at != "*" && !escaped(text) && d.Pos.Col != first+1+utf8.RuneCountInString(text[:strings.Index(text, at)]):
		t.Errorf("points at column %d of %q, want %q: %s", d.Pos.Col-first, text, at, d.Message)
	}
}

// escaped reports whether the text stands in the file with escapes, so that only
// its beginning is known.
func escaped(text string) bool {
	return strings.ContainsAny(text, "'\x00") && strings.ContainsAny(text, "\"\\\x00")
}
