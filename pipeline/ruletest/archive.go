package ruletest

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"

	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// The files of a case.
const (
	rowsFile     = "rows.csv"
	wantFile     = "want"
	errorFile    = "want.error"
	settingsFile = "case.yaml"
)

// member is one file of an archive.
type member struct {
	data []byte
	pos  rules.Pos // of its marker line
}

// Case is one case: its own files and those that it shares with others.
type Case struct {
	Name  string // of the file, and of the case in it: payments, payments/empty
	Pos   rules.Pos
	files map[string]member // without the folder of the case
	from  map[string]string // file of the case → its name in the archive
}

// Find returns the archives at path, a file or a folder with all below it, sorted.
func Find(path string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && (filepath.Ext(file) == ".txtar" || file == path) {
			out = append(out, file)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("cases: %w", err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: there are no cases: write them into files that end in .txtar", path)
	}
	slices.Sort(out)
	return out, nil
}

// Load reads the cases of one archive. Its error is a *rules.ConfigError.
func Load(file string) ([]*Case, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("cases: %w", err)
	}
	return Parse(file, data)
}

// Parse is Load for data in hand.
func Parse(file string, data []byte) ([]*Case, error) {
	var diags rules.Diagnostics
	members := members(file, data, &diags)
	name := strings.TrimSuffix(filepath.Base(file), ".txtar")
	var out []*Case
	for _, folder := range folders(members) {
		c := &Case{Name: name, files: map[string]member{}, from: map[string]string{}}
		if folder != "" {
			c.Name += "/" + folder
		}
		c.take(members, "")
		if folder != "" {
			c.take(members, folder+"/")
		}
		c.check(file, &diags)
		out = append(out, c)
	}
	if len(out) == 0 {
		diags.Addf(rules.Pos{File: file}, "the file holds no case: it needs rows.csv and want, or want.error, each after a line such as -- rows.csv --")
	}
	for _, name := range unused(members, out) {
		diags.Addf(members[name].pos, "%s belongs to no case: a case is named by its want or want.error, as x/want is by x; see cdoscore test --help for the names of files", name)
	}
	if err := diags.Err(); err != nil {
		return nil, err
	}
	return out, nil
}

// members reads the files of an archive with their places.
func members(file string, data []byte, diags *rules.Diagnostics) map[string]member {
	archive := txtar.Parse(data)
	out := map[string]member{}
	line := 1 + bytes.Count(archive.Comment, []byte("\n"))
	for _, f := range archive.Files {
		pos := rules.Pos{File: file, Line: line, Col: 1}
		if _, twice := out[f.Name]; twice {
			diags.Addf(pos, "%s stands twice in the file: remove one of the two, or give the cases folders", f.Name)
		}
		out[f.Name] = member{f.Data, pos}
		line += 1 + bytes.Count(f.Data, []byte("\n"))
	}
	return out
}

// folders names the cases of an archive in its order: "" for the one without.
func folders(members map[string]member) []string {
	first := map[string]int{}
	for name, m := range members {
		folder, file, inside := strings.Cut(name, "/")
		if !inside {
			folder, file = "", name
		}
		if file != wantFile && file != errorFile {
			continue
		}
		if at, known := first[folder]; !known || m.pos.Line < at {
			first[folder] = m.pos.Line
		}
	}
	var out []string
	for folder := range first {
		out = append(out, folder)
	}
	slices.SortFunc(out, func(a, b string) int { return first[a] - first[b] })
	return out
}

// take adds the files of a folder, or, with "", those that no case has to itself.
func (c *Case) take(members map[string]member, folder string) {
	for name, m := range members {
		short, in := strings.CutPrefix(name, folder)
		if in && known(short) {
			c.files[short], c.from[short] = m, name
		}
	}
}

// known reports whether a name is a file of a case.
func known(name string) bool {
	folder, rest, inside := strings.Cut(name, "/")
	if !fs.ValidPath(name) {
		return false
	}
	if !inside {
		return slices.Contains([]string{workspace.CaseFile, rowsFile, wantFile, errorFile, settingsFile}, name)
	}
	switch folder {
	case "codes", "earlier":
		return !strings.Contains(rest, "/")
	case "datasets":
		return strings.Count(rest, "/") == 1
	}
	return false
}

// check reports what a case lacks.
func (c *Case) check(file string, diags *rules.Diagnostics) {
	c.Pos = rules.Pos{File: file, Line: 1, Col: 1}
	for _, name := range []string{rowsFile, errorFile, wantFile} {
		if m, ok := c.files[name]; ok {
			c.Pos = m.pos
		}
	}
	_, wants := c.files[wantFile]
	_, refuses := c.files[errorFile]
	if wants == refuses {
		diags.Addf(c.Pos, "case %s needs one of want and want.error", c.Name)
	}
}

// unused reports the files of an archive that belong to no case.
func unused(members map[string]member, cases []*Case) []string {
	used := map[string]bool{}
	for _, c := range cases {
		for _, name := range c.from {
			used[name] = true
		}
	}
	var out []string
	for name := range members {
		if !used[name] && !known(name) { // a shared file may be replaced by every case
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
