package message

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"cdoscore/rules"
)

// Languages lists the languages of the product, the default first.
var Languages = []string{"zh-Hans", "zh-Hant", "en"}

// Catalog gives the texts of one language. It is safe for concurrent use.
type Catalog struct {
	lang  string
	texts map[string]rules.Text
}

// New returns the catalogue of the product's language nearest to a BCP 47 tag:
// zh-CN reads zh-Hans, zh-HK reads zh-Hant, en-GB reads en. A tag that is near to
// none of them, or is no tag, reads zh-Hans. The texts of extra, such as the
// reasons of connectors, are added; a key that is there already keeps its text,
// so that no part of the program can change another's words.
func New(lang string, extra ...map[string]rules.Text) *Catalog {
	c := &Catalog{lang: nearest(lang), texts: map[string]rules.Text{}}
	for _, part := range [][]entry{words(), reasons(), rowReasons(), datasetReasons(), forms(), headings(), unitTexts(), cityTexts(), methodTexts(), evaluationTexts(), periodTexts(), returnedTexts(), mendTexts(), documentTexts(), dutyTexts()} {
		for _, e := range part {
			c.add(e.key, rules.Text{ZhHans: e.hans, ZhHant: e.hant, En: e.en})
		}
	}
	for _, more := range extra {
		for key, text := range more {
			c.add(key, text)
		}
	}
	return c
}

// Lang returns the language of the catalogue, one of Languages.
func (c *Catalog) Lang() string { return c.lang }

// Text returns the text of key with its marks replaced by args. A key without a
// text comes back as ⟦key⟧, which no reader and no test can overlook.
func (c *Catalog) Text(key string, args ...string) string {
	text, ok := c.texts[key]
	if !ok {
		return "⟦" + key + "⟧"
	}
	return fill(text.In(c.lang), args)
}

// Note returns the sentence of a reason; a note without a key says nothing.
func (c *Catalog) Note(n rules.Note) string {
	if n.Key == "" {
		return ""
	}
	return c.Text(n.Key, n.Args...)
}

// Has reports whether key has a text.
func (c *Catalog) Has(key string) bool {
	_, ok := c.texts[key]
	return ok
}

// Keys returns every key, sorted.
func (c *Catalog) Keys() []string { return slices.Sorted(maps.Keys(c.texts)) }

// entry is one text in the three languages.
type entry struct{ key, hans, hant, en string }

func (c *Catalog) add(key string, text rules.Text) {
	if _, there := c.texts[key]; !there {
		c.texts[key] = text
	}
}

func nearest(lang string) string {
	matcher := language.NewMatcher([]language.Tag{
		language.SimplifiedChinese, language.TraditionalChinese, language.English,
	})
	_, index := language.MatchStrings(matcher, lang)
	return Languages[index]
}

// fill replaces all marks in one pass, so that an argument that looks like a
// mark stays as it is.
func fill(text string, args []string) string {
	if len(args) == 0 {
		return text
	}
	pairs := make([]string, 0, 2*len(args))
	for i, arg := range args {
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", arg)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
