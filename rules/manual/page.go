package manual

import (
	"fmt"
	"slices"
	"strings"

	"cdoscore/rules"
)

// Dimension is one of the plan's five with its indicators.
type Dimension struct {
	Name       rules.Text
	Indicators []Indicator
}

// Indicator is what kinds feed.
type Indicator struct {
	Code string
	Name rules.Text
}

// Manual is the catalogue and the indicators that it feeds.
type Manual struct {
	Kinds      []*rules.Kind
	Dimensions []Dimension
}

// Named returns the kind of a name, or an error that suggests another.
func (m Manual) Named(name string) (*rules.Kind, error) {
	names := make([]string, len(m.Kinds))
	for i, k := range m.Kinds {
		if k.Name == name {
			return k, nil
		}
		names[i] = k.Name
	}
	hint := rules.Suggest(name, names)
	if hint == "" {
		hint = ": cdoscore rules lists them"
	}
	return nil, fmt.Errorf("there is no kind of rule %q%s", name, hint)
}

// feeding returns the kinds that feed an indicator by default.
func (m Manual) feeding(code string) []*rules.Kind {
	return slices.DeleteFunc(slices.Clone(m.Kinds), func(k *rules.Kind) bool { return k.Indicator != code })
}

// indicator names what a kind feeds.
func (m Manual) indicator(code, lang string) string {
	for _, d := range m.Dimensions {
		for _, i := range d.Indicators {
			if i.Code == code {
				return fmt.Sprintf("%s %s (%s)", code, i.Name.In(lang), d.Name.In(lang))
			}
		}
	}
	return code
}

// List writes all kinds by dimension and indicator.
func (m Manual) List(lang string) string {
	var b strings.Builder
	for _, d := range m.Dimensions {
		fmt.Fprintf(&b, "%s\n", d.Name.In(lang))
		for _, i := range d.Indicators {
			fmt.Fprintf(&b, "  %s %s\n", i.Code, i.Name.In(lang))
			for _, k := range m.feeding(i.Code) {
				fmt.Fprintf(&b, "    %-16s %s\n", k.Name, k.Doc.Title.In(lang))
			}
		}
		b.WriteByte('\n')
	}
	b.WriteString(wordMoreOnKind.In(lang) + "\n")
	return b.String()
}

// fact is one line of a page.
type fact struct {
	head rules.Text
	text string
}

// facts are what a page says beside options and example.
func (m Manual) facts(k *rules.Kind, lang string) []fact {
	place := wordInRules
	if k.OnField {
		place = wordOnField
	}
	list := []fact{
		{headCounts, k.Doc.Counts.In(lang)}, {headOver, k.Doc.Over.In(lang)}, {headMissing, k.Doc.Missing.In(lang)},
		{headPlace, place.In(lang)}, {headFeeds, m.indicator(k.Indicator, lang)}, {headClause, k.Doc.Clause},
	}
	if k.Shadow {
		list = append(list, fact{headPoints, wordShadow.In(lang)})
	}
	return list
}

// Page writes what is to be known of one kind.
func (m Manual) Page(k *rules.Kind, lang string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n\n", k.Name, k.Doc.Title.In(lang))
	for _, f := range m.facts(k, lang) {
		fmt.Fprintf(&b, "%s\n    %s\n", f.head.In(lang), f.text)
	}
	fmt.Fprintf(&b, "%s\n", headOptions.In(lang))
	if len(k.Doc.Options) == 0 {
		fmt.Fprintf(&b, "    %s\n", wordNoOptions.In(lang))
	}
	for _, o := range k.Doc.Options {
		fmt.Fprintf(&b, "    %s (%s; %s)\n        %s\n", o.Name, inWords(o.Type, lang), defaultOf(o, lang), o.Text.In(lang))
	}
	fmt.Fprintf(&b, "%s\n    %s\n", headExample.In(lang), strings.ReplaceAll(k.Doc.Example, "\n", "\n    "))
	return b.String()
}

// defaultOf says what an option is where it is left out.
func defaultOf(o rules.Option, lang string) string {
	if o.Default == "" {
		return wordRequired.In(lang)
	}
	return wordDefault.In(lang) + inWords(o.Default, lang)
}
