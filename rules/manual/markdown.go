package manual

import (
	"fmt"
	"strings"

	"cdoscore/rules"
)

const preface = `# The rule catalogue

This page is written by ` + "`cdoscore rules --markdown`" + ` from the kinds themselves (` + "`rules/kinds`" + `), and a test fails where it is not up to date. ` +
	"`cdoscore rules`" + ` lists the kinds, ` + "`cdoscore rules NAME --lang zh-Hans`" + ` prints one page in a language.

A rule judges one dataset. It stands on a field (` + "`- {name: amount, type: integer, range: {min: 0}}`" + `, and is then named ` + "`amount.range`" + `) or in the list ` + "`rules`" + `,
where it may also have the keys ` + "`id`, `title`, `when`, `severity`, `weight`, `indicator`, `shadow`, `from`" + ` and, for expr, ` + "`nullable`" + `.
` + "`evaluated = applicable − missing`" + ` but for completeness kinds; ` + "`pass rate = 1 − failed / evaluated`" + `; where nothing is evaluated nothing is assessed.
`

// Markdown writes the reference manual; caseFormat is the manual of rule tests.
func (m Manual) Markdown(caseFormat string) string {
	var b strings.Builder
	b.WriteString(preface)
	b.WriteString("\n## Contents\n\n")
	for _, d := range m.Dimensions {
		var names []string
		for _, i := range d.Indicators {
			for _, k := range m.feeding(i.Code) {
				names = append(names, fmt.Sprintf("[`%s`](#%s)", k.Name, k.Name))
			}
		}
		fmt.Fprintf(&b, "- %s: %s\n", inAll(d.Name), strings.Join(names, ", "))
	}
	b.WriteString("- [Tests of rules](#tests-of-rules)\n")
	for _, d := range m.Dimensions {
		fmt.Fprintf(&b, "\n## %s\n", inAll(d.Name))
		for _, i := range d.Indicators {
			for _, k := range m.feeding(i.Code) {
				m.section(&b, k)
			}
		}
	}
	b.WriteString("\n## Tests of rules\n\n`cdoscore test DIR` runs cases that anybody can write. The catalogue's own lie in `rules/kinds/testdata`.\n\n")
	b.WriteString(caseFormat)
	return b.String()
}

// inAll writes a text in every language, each once.
func inAll(t rules.Text) string {
	out := t.En
	for _, s := range []string{t.ZhHans, t.ZhHant} {
		if !strings.Contains(out, s) {
			out += " · " + s
		}
	}
	return out
}

// section writes a kind: the body in English, then in both Chinese scripts.
func (m Manual) section(b *strings.Builder, k *rules.Kind) {
	fmt.Fprintf(b, "\n### %s\n\n%s\n\n", k.Name, inAll(k.Doc.Title))
	for _, f := range m.facts(k, "en") {
		fmt.Fprintf(b, "- **%s**: %s\n", f.head.En, f.text)
	}
	fmt.Fprintf(b, "\n```yaml\n%s\n```\n", k.Doc.Example)
	m.options(b, k, "en")
	fmt.Fprint(b, "\n<details><summary>中文</summary>\n")
	for _, lang := range []string{"zh-Hans", "zh-Hant"} {
		fmt.Fprintf(b, "\n**%s：%s**\n\n", wordScript.In(lang), k.Doc.Title.In(lang))
		for _, f := range m.facts(k, lang) {
			fmt.Fprintf(b, "- **%s**：%s\n", f.head.In(lang), f.text)
		}
		m.options(b, k, lang)
	}
	b.WriteString("\n</details>\n")
}

func (m Manual) options(b *strings.Builder, k *rules.Kind, lang string) {
	if len(k.Doc.Options) == 0 {
		return
	}
	b.WriteByte('\n')
	fmt.Fprintf(b, "| %s | | | |\n|---|---|---|---|\n", headOptions.In(lang))
	for _, o := range k.Doc.Options {
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", o.Name, cellOf(inWords(o.Type, lang)), cellOf(defaultOf(o, lang)), cellOf(o.Text.In(lang)))
	}
}

// cellOf keeps a text within its cell.
func cellOf(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
