package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"cdoscore/connectors"
	"cdoscore/reports/message"
	"cdoscore/rules"

	"github.com/spf13/cobra"
)

func newSources(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "sources [NAME]",
		Short: "List the connectors, or print the options of one",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			texts := catalog(g.language(nil))
			if len(args) == 0 {
				return printSources(c.OutOrStdout(), texts)
			}
			t, ok := connectorType(args[0])
			if !ok {
				return fmt.Errorf("there is no connector %q%s (there are %s)", args[0], rules.Suggest(args[0], connectorNames()), strings.Join(connectorNames(), ", "))
			}
			return printSource(c.OutOrStdout(), texts, t)
		},
	}
	c.AddCommand(newSourcesTest(g))
	return c
}

func connectorNames() []string {
	var names []string
	for _, t := range connectorTypes() {
		names = append(names, t.Name)
	}
	return names
}

func printSources(w io.Writer, texts *message.Catalog) error {
	var table [][]string
	for _, c := range connectorTypes() {
		table = append(table, []string{c.Name, sourceSummary(texts, c)})
	}
	printTable(w, table)
	_, err := fmt.Fprintln(w, texts.Text("cli.sources.more"))
	return err
}

// printSource is the page of one connector. Where it hands its content to formats,
// their options are named, and described on the formats' own pages.
func printSource(w io.Writer, texts *message.Catalog, c connectors.Type) error {
	fmt.Fprintf(w, "%s  %s\n\n", c.Name, sourceSummary(texts, c))
	for _, o := range c.Options {
		if len(o.Formats) == 0 {
			fmt.Fprintf(w, "  %s  %s\n      %s\n", o.Name, optionShape(texts, o), optionDoc(texts, c, o))
		}
	}
	printFormats(w, texts, c)
	_, err := fmt.Fprintf(w, "\n%s\n", texts.Text("cli.sources.example", exampleSource(c)))
	return err
}

func printFormats(w io.Writer, texts *message.Catalog, c connectors.Type) {
	var formats []string
	options := map[string][]string{}
	for _, o := range c.Options {
		for _, f := range o.Formats {
			if options[f] == nil {
				formats = append(formats, f)
			}
			options[f] = append(options[f], o.Name)
		}
	}
	if len(formats) > 0 {
		fmt.Fprintln(w)
	}
	for _, f := range formats {
		fmt.Fprintln(w, texts.Text("cli.sources.format", f, strings.Join(options[f], ", ")))
	}
}

// optionShape says what an option takes, and whether it must be there.
func optionShape(texts *message.Catalog, o connectors.Option) string {
	shape := texts.Text([]string{"cli.sources.text", "cli.sources.int", "cli.sources.bool", "cli.sources.list"}[o.Type])
	if len(o.Words) > 0 {
		shape = strings.Join(o.Words, " | ")
	}
	switch {
	case o.Required:
		return texts.Text("cli.sources.required", shape)
	case o.Default == "":
		return texts.Text("cli.sources.optional", shape)
	}
	return texts.Text("cli.sources.default", shape, o.Default)
}

// exampleSource is what a dataset file has to say at least.
func exampleSource(c connectors.Type) string {
	var parts []string
	for _, o := range c.Options {
		switch {
		case o.Required && len(o.Words) > 0:
			parts = append(parts, o.Name+": "+o.Words[0])
		case o.Required:
			parts = append(parts, o.Name+": …")
		}
	}
	return fmt.Sprintf("source: {%s: {%s}}", c.Name, strings.Join(parts, ", "))
}

// sourceSummary and optionDoc are in the catalogue's language where sourceTexts has
// them; connectors themselves speak English.
func sourceSummary(texts *message.Catalog, c connectors.Type) string {
	return inLanguage(texts, c.Summary, "source."+c.Name)
}

func optionDoc(texts *message.Catalog, c connectors.Type, o connectors.Option) string {
	return inLanguage(texts, o.Doc, "source."+c.Name+"."+o.Name, "source.*."+o.Name)
}

func inLanguage(texts *message.Catalog, english string, keys ...string) string {
	i := slices.IndexFunc(keys, texts.Has)
	if i < 0 || texts.Lang() == "en" {
		return english
	}
	return texts.Text(keys[i])
}
