package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newValidate(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "validate [DIR]",
		Short: "Check a workspace and report every mistake at once as file:line:col",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			w, err := g.load()
			if err != nil {
				return err
			}
			rules := 0
			for _, d := range w.Datasets {
				rules += len(d.Rules)
			}
			fmt.Fprintln(c.OutOrStdout(), catalog(g.language(w)).Text("cli.valid", fmt.Sprint(len(w.Units)), fmt.Sprint(len(w.Datasets)), fmt.Sprint(rules), w.ConfigHash[:12]))
			return nil
		},
	}
}
