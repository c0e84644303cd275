package workspace

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Scoring writes everything that can change a score, but for where extracts come
// from and for dated files: what the freeze of an assessment cycle keeps. It is a
// text of sections, each an unindented heading and its indented lines. Equal texts
// score alike.
func (w *Workspace) Scoring() string {
	var b strings.Builder
	section := func(heading, lines string) {
		b.WriteString(heading + "\n")
		for line := range strings.Lines(lines) {
			b.WriteString("\t" + line)
		}
	}
	section("settings", w.canonicalSettings())
	section("indicators", w.Indicators.canonical())
	own := w.ownTables()
	for _, name := range sortedKeys(w.Tables) {
		lines := canonicalTable(w.Tables[name])
		if !slices.Contains(own, name) { // thousands of codes, which only another version of the program changes
			lines = fmt.Sprintf("codes %d built in, SHA-256 %s\n", len(w.Tables[name].Codes), hexSHA256(lines))
		}
		section("table "+name, lines)
	}
	for _, d := range w.Datasets {
		section("dataset "+d.ID, scoringDataset(d))
	}
	return b.String()
}

// ScoringDiff says what is different between two texts of Scoring, in order of the
// sections, each difference with its section and line. It is empty exactly where
// the texts are equal.
func ScoringDiff(old, new string) []string {
	if old == new {
		return nil
	}
	was, is := sections(old), sections(new)
	all := map[string]bool{}
	for heading := range was {
		all[heading] = true
	}
	for heading := range is {
		all[heading] = true
	}
	var out []string
	for _, heading := range sortedKeys(all) {
		before, existed := was[heading]
		after, exists := is[heading]
		switch {
		case !existed:
			out = append(out, heading+" was added")
		case !exists:
			out = append(out, heading+" was removed")
		default:
			out = append(out, sectionDiff(heading, before, after)...)
		}
	}
	if len(out) == 0 {
		out = append(out, "the same sections stand in another order")
	}
	return out
}

// sectionDiff compares the lines of one section by what they are about.
func sectionDiff(heading string, was, is []scoringLine) []string {
	if slices.Equal(was, is) {
		return nil
	}
	var out []string
	for _, line := range was {
		switch i := slices.IndexFunc(is, line.sameSubject); {
		case i < 0:
			out = append(out, fmt.Sprintf("%s: %s was removed", heading, line.subject))
		case is[i] != line:
			out = append(out, fmt.Sprintf("%s: %s was %s, is now %s", heading, line.subject, line.rest, is[i].rest))
		}
	}
	for _, line := range is {
		if !slices.ContainsFunc(was, line.sameSubject) {
			out = append(out, fmt.Sprintf("%s: %s was added", heading, line.subject))
		}
	}
	if len(out) == 0 {
		out = append(out, heading+": the same lines stand in another order")
	}
	return out
}

// scoringLine is a line of a section: what it is about, which no other line of the
// section is, and what it says of it.
type scoringLine struct{ subject, rest string }

func (l scoringLine) sameSubject(o scoringLine) bool { return l.subject == o.subject }

// subjectForm is a word and the quoted texts that follow it: rule "amount.range".
var subjectForm = regexp.MustCompile(`^\S+(?: "(?:[^"\\]|\\.)*")*`)

// sections parts a text of Scoring into lines by heading.
func sections(text string) map[string][]scoringLine {
	out := map[string][]scoringLine{}
	heading := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		body, indented := strings.CutPrefix(line, "\t")
		if !indented {
			heading = line
			out[heading] = nil
			continue
		}
		subject := subjectForm.FindString(body)
		out[heading] = append(out[heading], scoringLine{subject, strings.TrimPrefix(body[len(subject):], " ")})
	}
	return out
}
