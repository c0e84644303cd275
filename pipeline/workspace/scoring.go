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

// Configuration writes Scoring, and after it what the catalogue says of every
// dataset: what is kept of each run, so that periods can be compared.
func (w *Workspace) Configuration() string {
	var b strings.Builder
	b.WriteString(w.Scoring())
	for _, d := range w.Datasets {
		c := d.Catalogue
		fmt.Fprintf(&b, "catalogue %s\n\tcode is %q\n\tsharing type %q basis %q method %q\n\topening type %q\n\tabstract is %q\n", d.ID, c.Code, c.SharingType, c.SharingBasis, c.Method, c.OpeningType, c.Abstract)
	}
	return b.String()
}

// Change is one difference between two texts of Scoring or Configuration.
type Change struct {
	Section string // its heading, as "dataset hrss/payments"
	Subject string // what of it, as `rule "amount.range"`; "" the whole section, or the order of its lines
	Was, Is string // what was said of it, and is; "" where it was not there, or is no longer
	Moved   bool   // the same lines stand in another order
}

// Changes compares two texts of Scoring or Configuration, in order of the sections.
func Changes(old, new string) []Change {
	was, is := sections(old), sections(new)
	all := map[string]bool{}
	for heading := range was {
		all[heading] = true
	}
	for heading := range is {
		all[heading] = true
	}
	var out []Change
	for _, heading := range sortedKeys(all) {
		before, existed := was[heading]
		after, exists := is[heading]
		switch {
		case !existed:
			out = append(out, Change{Section: heading, Is: heading})
		case !exists:
			out = append(out, Change{Section: heading, Was: heading})
		default:
			out = append(out, sectionChanges(heading, before, after)...)
		}
	}
	return out
}

// sectionChanges compares the lines of one section by what they are about.
func sectionChanges(heading string, was, is []scoringLine) []Change {
	if slices.Equal(was, is) {
		return nil
	}
	var out []Change
	for _, line := range was {
		switch i := slices.IndexFunc(is, line.sameSubject); {
		case i < 0:
			out = append(out, Change{Section: heading, Subject: line.subject, Was: line.said()})
		case is[i] != line:
			out = append(out, Change{Section: heading, Subject: line.subject, Was: line.said(), Is: is[i].said()})
		}
	}
	for _, line := range is {
		if !slices.ContainsFunc(was, line.sameSubject) {
			out = append(out, Change{Section: heading, Subject: line.subject, Is: line.said()})
		}
	}
	if len(out) == 0 {
		out = append(out, Change{Section: heading, Moved: true})
	}
	return out
}

// ScoringDiff says what is different between two texts of Scoring, in order of the
// sections, each difference with its section and line. It is empty exactly where
// the texts are equal.
func ScoringDiff(old, new string) []string {
	if old == new {
		return nil
	}
	var out []string
	for _, c := range Changes(old, new) {
		out = append(out, c.String())
	}
	if len(out) == 0 {
		out = append(out, "the same sections stand in another order")
	}
	return out
}

// String says the change in words.
func (c Change) String() string {
	switch {
	case c.Moved:
		return c.Section + ": the same lines stand in another order"
	case c.Subject == "" && c.Was == "":
		return c.Section + " was added"
	case c.Subject == "":
		return c.Section + " was removed"
	case c.Is == "":
		return fmt.Sprintf("%s: %s was removed", c.Section, c.Subject)
	case c.Was == "":
		return fmt.Sprintf("%s: %s was added", c.Section, c.Subject)
	}
	return fmt.Sprintf("%s: %s was %s, is now %s", c.Section, c.Subject, c.Was, c.Is)
}

// scoringLine is a line of a section: what it is about, which no other line of the
// section is, and what it says of it.
type scoringLine struct{ subject, rest string }

// said is never empty: a line that says no more than what it is about says that.
func (l scoringLine) said() string {
	if l.rest == "" {
		return l.subject
	}
	return l.rest
}

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
