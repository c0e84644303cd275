package main

import (
	"cmp"
	"fmt"

	"cdoscore/pipeline/schedule"

	"github.com/spf13/cobra"
)

// shownTimes is how many coming nights `schedule` prints.
const shownTimes = 5

func newSchedule(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "schedule [DIR]",
		Short: "Print when the next five nights begin by the workspace's schedule",
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
			s, err := schedule.Parse(cmp.Or(w.Schedule, schedule.Default), w.Zone)
			if err != nil {
				return err
			}
			fmt.Fprintln(c.OutOrStdout(), catalog(g.language(w)).Text("cli.schedule", s.String(), w.Zone.String()))
			for _, at := range s.Next(clock(), shownTimes) {
				fmt.Fprintln(c.OutOrStdout(), at.Format("2006-01-02 15:04 -07:00"))
			}
			return nil
		},
	}
}
