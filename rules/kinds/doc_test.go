package kinds_test

import (
	"strings"
	"testing"

	"cdoscore/rules"
	"cdoscore/rules/kinds"
)

func TestEveryKindIsDocumentedInThreeLanguages(t *testing.T) {
	for _, k := range kinds.All() {
		t.Run(k.Name, func(t *testing.T) {
			d := k.Doc
			texts := map[string]rules.Text{"title": d.Title, "counts": d.Counts, "over": d.Over, "missing": d.Missing}
			for _, o := range d.Options {
				texts["option "+o.Name] = o.Text
				if o.Name == "" || o.Type == "" {
					t.Errorf("option %q of type %q: both must be said", o.Name, o.Type)
				}
			}
			for what, text := range texts {
				for lang, s := range map[string]string{"zh-Hans": text.ZhHans, "zh-Hant": text.ZhHant, "en": text.En} {
					if strings.TrimSpace(s) == "" {
						t.Errorf("%s has no text in %s", what, lang)
					}
				}
			}
			if d.Clause == "" || d.Example == "" || k.Indicator == "" {
				t.Errorf("clause %q, example %q, indicator %q: each must be given", d.Clause, d.Example, k.Indicator)
			}
		})
	}
}
