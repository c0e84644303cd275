package notice

import (
	"fmt"
	"strings"
	"text/template"
	"unicode"
)

// Facts are what a template may write of. Texts are in the notice's language.
type Facts struct {
	On       string // missing, late, score_fell, night_finished, night_failed
	Job      string // of the schedule: workspace, unit/<id>, dataset/<unit>/<name>
	City     string
	Unit     string // its name; "" where the notice is about the whole city
	Day      string // the day of the night, YYYY-MM-DD
	Items    []Item // by dataset and slot; of missing, late and score_fell
	By       string // of score_fell: the points of the rule
	Outcome  string // how the night ended
	Slots    int    // scored in the night
	Assessed int
	Run      string // "" where none was published
	Reason   string // of night_failed: for the operator, in English
}

// Item is one slot that a notice is about.
type Item struct {
	Unit    string `json:"unit"`
	Dataset string `json:"dataset"` // unit/name
	Title   string `json:"title"`
	Slot    string `json:"slot"`
	State   string `json:"state"`
	Reason  string `json:"reason,omitempty"`
	Due     string `json:"due,omitempty"`
	Score   string `json:"score,omitempty"`
	Before  string `json:"before,omitempty"`
	Fell    string `json:"fell,omitempty"`
}

// Text is what a template has written: the first line is the subject, what follows
// it the body.
type Text struct{ Subject, Body string }

// Render writes a notice by a template of its own, or in a language by the
// product's.
func Render(f Facts, own, lang string) (Text, error) {
	if own == "" {
		own = standard(f.On, lang)
	}
	t, err := parse(own)
	if err != nil {
		return Text{}, err
	}
	var b strings.Builder
	if err := t.Execute(&b, f); err != nil {
		return Text{}, fmt.Errorf("the template cannot be used: %w", err)
	}
	subject, body, _ := strings.Cut(strings.TrimLeft(b.String(), "\r\n "), "\n")
	text := Text{Subject: oneLine(subject), Body: strings.TrimSpace(strings.ReplaceAll(body, "\r\n", "\n")) + "\n"}
	if text.Subject == "" {
		return Text{}, fmt.Errorf("the template writes nothing: its first line must be the subject")
	}
	return text, nil
}

// Check reports a template that cannot be used, by trying it on every occasion.
func Check(own string) error {
	for _, on := range Occasions() {
		if _, err := Render(example(on), own, "en"); err != nil {
			return err
		}
	}
	return nil
}

func parse(text string) (*template.Template, error) {
	t, err := template.New("notice").Option("missingkey=error").Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the template cannot be read: %w", err)
	}
	return t, nil
}

// example has a value in every place.
func example(on string) Facts {
	item := Item{Unit: "u", Dataset: "u/d", Title: "t", Slot: "2026-03-02", State: "s", Reason: "r", Due: "d", Score: "80.00", Before: "90.00", Fell: "10.00"}
	return Facts{On: on, City: "c", Unit: "u", Day: "2026-03-02", Items: []Item{item}, By: "5", Outcome: "done", Slots: 1, Assessed: 1, Run: "r000001", Reason: "r"}
}

// oneLine keeps a subject, which is a header, on one line, whatever a name held.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r == ' ' }), " ")
}
