package main

import (
	"fmt"

	"cdoscore/pipeline/schedule"

	"github.com/spf13/cobra"
)

// shownTimes is how many coming nights of each schedule are printed.
const shownTimes = 5

func newSchedule(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "schedule [DIR]",
		Short: "Print when the next five nights of each schedule begin",
		Long:  "Each dataset belongs to the nearest schedule: its own, its unit's or the workspace's.",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			g.folder(args)
			w, err := g.load()
			if err != nil {
				return err
			}
			clock, err := g.clock()
			if err != nil {
				return err
			}
			jobs, err := schedule.Jobs(w)
			if err != nil {
				return err
			}
			texts := catalog(g.language(w))
			for _, job := range jobs {
				fmt.Fprintln(c.OutOrStdout(), texts.Text("cli.schedule", job.Name, job.Schedule.String(), w.Zone.String(), fmt.Sprint(len(job.Datasets))))
				for _, at := range job.Schedule.Next(clock(), shownTimes) {
					fmt.Fprintln(c.OutOrStdout(), "  "+at.Format("2006-01-02 15:04 -07:00"))
				}
			}
			return nil
		},
	}
}
