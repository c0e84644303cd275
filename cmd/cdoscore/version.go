package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is set by the linker (make build).
var release = "dev"

// version is the release, and the revision where the build knows it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return release
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return release + "+" + s.Value[:min(12, len(s.Value))]
		}
	}
	return release
}

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			engine, done, err := parser()
			if err != nil {
				return err
			}
			duckdb, err := engine.Version(c.Context())
			fmt.Fprintf(c.OutOrStdout(), "cdoscore %s, DuckDB %s\n", version(), duckdb)
			if closing := done(); err == nil {
				err = closing
			}
			return err
		},
	}
}
