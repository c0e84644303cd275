package returned

import (
	"fmt"
	"strings"
	"time"

	"cdoscore/pipeline/check"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports"
	"cdoscore/reports/message"
	"cdoscore/rules"
)

// told is one rule in words for those who mend what fails it.
type told struct {
	rule    *rules.Rule
	cause   *check.Cause
	level   Level
	fields  string // their titles
	columns []int  // of the sheet; none where the rule judges whole rows, or the file lacks them
	problem string
	mend    string
	example string
	count   int64 // of its faults in the file
}

// LevelOf is the level of a rule's faults: what costs most must be mended, what
// earns no points is a hint.
func LevelOf(r *rules.Rule, cutoff time.Time) Level {
	switch {
	case !r.InForce(cutoff) || r.Severity == rules.Info:
		return Hint
	case r.Severity == rules.Minor:
		return Should
	}
	return Must
}

// Word is the level's name.
func (l Level) Word(texts *message.Catalog) string {
	return texts.Text(map[Level]string{Must: "level.must", Should: "level.should", Hint: "level.hint"}[l])
}

// teller puts faults into words.
type teller struct {
	texts *message.Catalog
	rules map[string]*told
}

func newTeller(r *check.Result, causes []check.Cause, texts *message.Catalog, columns []int) *teller {
	t := &teller{texts: texts, rules: map[string]*told{}}
	for i := range causes {
		c := &causes[i]
		x := &told{rule: c.Rule, cause: c, level: LevelOf(c.Rule, r.Slot.End), fields: reports.FieldTitles(r.Dataset, c.Fields, texts.Lang()),
			problem: texts.Note(c.Note), count: c.Count}
		for _, f := range c.Fields {
			if i := r.Column(f); i >= 0 && i < len(columns) {
				x.columns = append(x.columns, columns[i])
			}
		}
		how, example := Advice(r.Dataset, c.Rule, texts, r.Slot.End)
		x.mend, x.example = how, example
		if title := c.Rule.Title.In(texts.Lang()); title != "" && !c.Rule.Implied {
			x.problem = title + "：" + x.problem
		}
		t.rules[c.Rule.ID] = x
	}
	return t
}

// Advice is how a value that fails a rule is mended, and a value that passes; "":
// none can be named.
func Advice(d *workspace.Dataset, r *rules.Rule, texts *message.Catalog, at time.Time) (how, example string) {
	note, example := AdviceNote(d, r, texts, at)
	return texts.Note(note), example
}

// AdviceNote is Advice for whoever keeps it and shows it in other languages too:
// what it names in the note is in the catalogue's language.
func AdviceNote(d *workspace.Dataset, r *rules.Rule, texts *message.Catalog, at time.Time) (how rules.Note, example string) {
	if c, ok := r.Check.(rules.Advised); ok {
		return c.Advice(texts.Lang(), at)
	}
	switch r.Kind.Name {
	case "type":
		for _, f := range d.Fields {
			if f.Name == r.Fields()[0] {
				return rules.Note{Key: "mend.type", Args: []string{TypeText(f, texts)}}, exampleOf(f)
			}
		}
	case "expr":
		if e, ok := r.Check.(rules.Stated); ok {
			return rules.Note{Key: "mend.expr", Args: []string{e.Statement()}}, ""
		}
	}
	if key := "mend." + r.Kind.Name; texts.Has(key) {
		return rules.Note{Key: key}, ""
	}
	return rules.Note{Key: "reason." + r.Kind.Name}, ""
}

// TypeText is a field's type in words.
func TypeText(f rules.Field, texts *message.Catalog) string {
	switch f.Type.Name {
	case rules.TypeDecimal:
		return texts.Text("type.decimal", fmt.Sprint(f.Type.Scale))
	case "":
		return texts.Text("type.string")
	}
	return texts.Text("type." + string(f.Type.Name))
}

// exampleOf is a value of a field's type.
func exampleOf(f rules.Field) string {
	switch f.Type.Name {
	case rules.TypeInteger:
		return "1"
	case rules.TypeDecimal:
		if f.Type.Scale == 0 {
			return "1"
		}
		return "1." + strings.Repeat("0", f.Type.Scale-1) + "5"
	case rules.TypeDate:
		return "2026-03-02"
	case rules.TypeTimestamp:
		return "2026-03-02 08:30:00"
	case rules.TypeBoolean:
		return "true"
	}
	return ""
}

// rejectedWords are why a record could not become a row.
func (t *teller) rejectedWords(row check.Row) string {
	reason := row.Rejected.Reason
	return t.texts.Text("returned.rejected", t.texts.Note(rules.Note{Key: reason.Key, Args: reason.Args}))
}

// words are all faults of a row.
func (t *teller) words(row check.Row) string {
	if row.Rejected != nil {
		return t.texts.Text("returned.fault.row", Must.Word(t.texts), t.rejectedWords(row))
	}
	parts := make([]string, 0, len(row.Rules))
	for _, r := range row.Rules {
		x := t.rules[r.ID]
		if x.fields == "" {
			parts = append(parts, t.texts.Text("returned.fault.row", x.level.Word(t.texts), brief(x.problem)))
			continue
		}
		parts = append(parts, t.texts.Text("returned.fault", x.level.Word(t.texts), x.fields, brief(x.problem)))
	}
	return strings.Join(parts, t.texts.Text("returned.fault.joint"))
}

// brief is a sentence without its stop, to stand among others.
func brief(sentence string) string { return strings.TrimRight(sentence, "。.") }

// marked is a row as the sheet is to show it.
func (t *teller) marked(row check.Row, offset int, n *notes) marked {
	m := marked{row: int(row.Number) + offset, words: t.words(row)}
	for _, r := range row.Rules {
		x := t.rules[r.ID]
		for _, column := range x.columns {
			m.fill(column, x.level)
			n.add(m.row, column, r.ID, t.texts.Text("returned.note", x.level.Word(t.texts), x.problem, x.mend, fmt.Sprint(x.count)))
		}
	}
	return m
}

// fill marks a cell; of several levels the gravest shows.
func (m *marked) fill(column int, level Level) {
	for i := range m.cells {
		if m.cells[i].column == column {
			m.cells[i].level = min(m.cells[i].level, level)
			return
		}
	}
	m.cells = append(m.cells, markedCell{column, level})
}
