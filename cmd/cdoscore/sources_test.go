package main

import (
	"slices"
	"strings"
	"testing"

	"cdoscore/connectors"
)

// translated are the connectors of which every option is described in Chinese too.
var translated = []string{"csv", "excel", "jsonl", "json", "parquet", "sqlite", "mysql", "oracle", "postgres", "sqlserver", "command", "sftp", "s3", "http"}

// TestSourcesAreToldInEveryLanguage: a new option wants a line in sourceTexts, and a
// line without an option is left over.
func TestSourcesAreToldInEveryLanguage(t *testing.T) {
	used := map[string]bool{}
	for _, c := range connectorTypes() {
		keys := [][]string{{"source." + c.Name}}
		for _, o := range c.Options {
			if len(o.Formats) == 0 {
				keys = append(keys, []string{"source." + c.Name + "." + o.Name, "source.*." + o.Name})
			}
		}
		for _, either := range keys {
			i := slices.IndexFunc(either, func(key string) bool { _, there := sourceTexts[key]; return there })
			switch {
			case i >= 0:
				used[either[i]] = true
			case slices.Contains(translated, c.Name):
				t.Errorf("sourceTexts has none of %s", strings.Join(either, ", "))
			default:
				t.Logf("in English only: %s", either[0])
			}
		}
	}
	for key, text := range sourceTexts {
		if !used[key] || text.ZhHans == "" || text.ZhHant == "" {
			t.Errorf("%s is of no use, or not in both scripts: %+v", key, text)
		}
	}
}

// TestFormatsKeepTheirOptions: every option of a format can be reached through the
// connectors that fetch, under its own name or behind the format's.
func TestFormatsKeepTheirOptions(t *testing.T) {
	for _, name := range []string{"command", "sftp", "s3", "http"} {
		c, _ := connectorType(name)
		for _, format := range fileFormats() {
			if name == "command" && !slices.Contains([]string{"csv", "jsonl", "json"}, format.Name) {
				continue
			}
			for _, o := range format.Options {
				reached := slices.ContainsFunc(c.Options, func(outer connectors.Option) bool {
					return slices.Contains(outer.Formats, format.Name) && (outer.Name == o.Name || outer.Name == format.Name+"_"+o.Name)
				})
				if own := o.Name == "path" || o.Name == "marker"; reached == own {
					t.Errorf("%s: option %s of %s, reached %v", name, o.Name, format.Name, reached)
				}
			}
		}
		seen := map[string]bool{}
		for _, o := range c.Options {
			if seen[o.Name] {
				t.Errorf("%s has the option %s twice", name, o.Name)
			}
			seen[o.Name] = true
		}
	}
}
