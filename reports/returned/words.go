package returned

import (
	"fmt"
	"strings"
	"time"

	"cdoscore/pipeline/check"
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
		how, example := texts.Advice(r.Dataset.Fields, c.Rule, r.Slot.End)
		x.mend, x.example = how, example
		if title := c.Rule.Title.In(texts.Lang()); title != "" && !c.Rule.Implied {
			x.problem = texts.Text("returned.titled", title, x.problem)
		}
		t.rules[c.Rule.ID] = x
	}
	return t
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
