package files

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cdoscore/connectors"
)

// pattern is a path cut at its slot dates.
type pattern []piece

type piece struct {
	text   string // literal, wildcards included; or:
	date   string // "slot" or "slot_end"
	layout string // of the date, as Go writes layouts
}

func parsePattern(text string) (pattern, error) {
	p, err := cutAtDates(text)
	if err != nil {
		return nil, err
	}
	return p, p.checkWildcards()
}

// cutAtDates finds the slot dates of a text. {{ is a plain {.
func cutAtDates(text string) (pattern, error) {
	var p pattern
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		if before != "" {
			p = append(p, piece{text: before})
		}
		if !found {
			break
		}
		if plain, doubled := strings.CutPrefix(rest, "{"); doubled {
			p = append(p, piece{text: "{"})
			text = plain
			continue
		}
		inner, after, closed := strings.Cut(rest, "}")
		date, layout, hasLayout := strings.Cut(inner, ":")
		if !closed || !hasLayout || layout == "" || date != "slot" && date != "slot_end" {
			return nil, fmt.Errorf("%q is not a slot date: write {slot:2006-01-02} or {slot_end:2006-01-02}, and {{ for a plain {", "{"+inner)
		}
		p = append(p, piece{date: date, layout: layout})
		text = after
	}
	return p, nil
}

func (p pattern) checkWildcards() error {
	if _, err := filepath.Match(p.expand(connectors.Slot{}), ""); err != nil {
		return fmt.Errorf("has an unclosed [ or a trailing backslash")
	}
	return nil
}

// expand writes the slot's dates into the path. The last covered day of a slot
// is the day before its end, which the slot excludes.
func (p pattern) expand(s connectors.Slot) string {
	var b strings.Builder
	for _, part := range p {
		switch part.date {
		case "slot":
			b.WriteString(s.Start.Format(part.layout))
		case "slot_end":
			b.WriteString(s.End.AddDate(0, 0, -1).Format(part.layout))
		default:
			b.WriteString(part.text)
		}
	}
	return b.String()
}

// resolve expands the pattern for a request into an absolute or Dir-based path.
func (p pattern) resolve(r connectors.Request) string {
	path := filepath.FromSlash(p.expand(r.Slot))
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(r.Dir, path)
}

// find lists the files that match a path, sorted by name. Unlike filepath.Glob it
// reports folders that cannot be read: a share without permission is not a
// missing delivery. A wildcard does not match names that start with "." or "~$":
// those are transfers under way and locks of open workbooks.
func find(path string) ([]string, error) {
	if !hasWildcard(path) {
		switch _, err := os.Lstat(path); {
		case err == nil:
			return []string{path}, nil
		case absent(err):
			return nil, nil
		default:
			return nil, err
		}
	}
	dir, last := filepath.Split(path)
	folders, err := find(filepath.Clean(dir))
	if err != nil {
		return nil, err
	}
	var found []string
	for _, folder := range folders {
		matches, err := findIn(folder, last)
		if err != nil {
			return nil, err
		}
		found = append(found, matches...)
	}
	slices.Sort(found)
	return found, nil
}

func findIn(folder, name string) ([]string, error) {
	if !hasWildcard(name) {
		return find(filepath.Join(folder, name))
	}
	entries, err := os.ReadDir(folder)
	if absent(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var found []string
	for _, e := range entries {
		if matched, _ := filepath.Match(name, e.Name()); matched && !passedOver(e.Name(), name) {
			found = append(found, filepath.Join(folder, e.Name()))
		}
	}
	return found, nil
}

func passedOver(entry, name string) bool {
	for _, prefix := range []string{".", "~$"} {
		if strings.HasPrefix(entry, prefix) && !strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

func hasWildcard(path string) bool { return strings.ContainsAny(path, `*?[`) }
