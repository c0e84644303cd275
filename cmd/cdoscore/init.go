package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"cdoscore/pipeline/workspace"
	"cdoscore/testdata/guangzhou"

	"github.com/spf13/cobra"
)

//go:embed starter
var starter embed.FS

func newInit(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Make a workspace to start from: settings, the 33 units, the indicators and an example of a dataset",
		Args:  oneArgument("the folder to make"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := writeStarter(args[0]); err != nil {
				return err
			}
			fmt.Fprintln(c.OutOrStdout(), catalog(g.language(nil)).Text("cli.init.done", args[0]))
			return nil
		},
	}
}

// writeStarter writes the starting files. It refuses a folder that holds
// anything, so that nothing of anybody's is overwritten.
func writeStarter(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("make a workspace: %w", err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s is not empty: name a new folder", dir)
	}
	files, err := fs.Sub(starter, "starter")
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, files); err != nil {
		return fmt.Errorf("make a workspace: %w", err)
	}
	units, err := guangzhou.ConfigurationFile("units.yaml")
	if err != nil {
		return err
	}
	for name, data := range map[string][]byte{"units.yaml": units, "indicators.yaml": []byte(workspace.DefaultIndicatorsYAML())} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return fmt.Errorf("make a workspace: %w", err)
		}
	}
	for _, name := range []string{"datasets", "codes", filepath.Join("extracts", "hrss")} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			return fmt.Errorf("make a workspace: %w", err)
		}
	}
	return nil
}
