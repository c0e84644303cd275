package entries

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"cdoscore/reports/message"
	"cdoscore/rules"
)

// The greatest lengths of entries, in characters.
const (
	Long  = 2000 // what is told in sentences
	Short = 200  // names, numbers
)

// Fault is one mistake.
type Fault struct {
	Entry  string     // which entry of the form, by its name in the program
	Reason rules.Note // of Texts: what is wrong and what to do
}

// Error is the reason in English, as the commands tell it.
func (f Fault) Error() string { return message.New("en", Texts()).Note(f.Reason) }

// Faults are all mistakes of one form, in the order of its entries.
type Faults []Fault

// Error names each entry and what is wrong with it.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = x.Entry + ": " + x.Error()
	}
	return strings.Join(lines, "\n")
}

// Add adds a mistake; the reason is entry.<key> of Texts.
func (f *Faults) Add(entry, key string, args ...string) {
	*f = append(*f, Fault{entry, rules.Note{Key: "entry." + key, Args: args}})
}

// Required adds a mistake where nothing is entered.
func (f *Faults) Required(entry, value string) {
	if strings.TrimSpace(value) == "" {
		f.Add(entry, "required")
	}
}

// Text adds a mistake where a text is longer than so many characters, or holds what
// no sheet and no page can show.
func (f *Faults) Text(entry, value string, most int) {
	switch n := utf8.RuneCountInString(value); {
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unprintable):
		f.Add(entry, "unprintable")
	case n > most:
		f.Add(entry, "too_long", strconv.Itoa(n), strconv.Itoa(most))
	}
}

func unprintable(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) }

// Day adds a mistake where a text is neither empty nor a day, YYYY-MM-DD.
func (f *Faults) Day(entry, value string) {
	if _, err := time.Parse(time.DateOnly, value); value != "" && err != nil {
		f.Add(entry, "not_a_day", value)
	}
}
