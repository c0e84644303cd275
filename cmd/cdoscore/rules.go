package main

import (
	"fmt"

	"cdoscore/pipeline/ruletest"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules/kinds"
	"cdoscore/rules/manual"

	"github.com/spf13/cobra"
)

func newRules(g *globals) *cobra.Command {
	markdown := false
	c := &cobra.Command{
		Use:   "rules [NAME]",
		Short: "List the kinds of rules, or print the page of one",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			m := reference()
			switch {
			case markdown:
				fmt.Fprint(c.OutOrStdout(), m.Markdown(ruletest.Format()))
			case len(args) == 0:
				fmt.Fprint(c.OutOrStdout(), m.List(g.language(nil)))
			default:
				kind, err := m.Named(args[0])
				if err != nil {
					return err
				}
				fmt.Fprint(c.OutOrStdout(), m.Page(kind, g.language(nil)))
			}
			return nil
		},
	}
	c.Flags().BoolVar(&markdown, "markdown", false, "print the whole reference manual, which is rules/README.md")
	return c
}

// reference is the manual of all kinds, by the indicators that they feed by default.
func reference() manual.Manual {
	m := manual.Manual{Kinds: kinds.All()}
	for _, d := range workspace.DefaultIndicators().Dimensions {
		of := manual.Dimension{Name: d.Name}
		for _, i := range d.Indicators {
			of.Indicators = append(of.Indicators, manual.Indicator{Code: i.Code, Name: i.Name})
		}
		m.Dimensions = append(m.Dimensions, of)
	}
	return m
}
