package guangzhou

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
)

//go:embed all:workspace
var workspace embed.FS

// WriteWorkspace writes the configuration of the demo city into dir, which is
// made where it does not exist. Files of the same names are replaced.
func WriteWorkspace(dir string) error {
	root, err := fs.Sub(workspace, "workspace")
	if err != nil {
		return fmt.Errorf("demo workspace: %w", err)
	}
	return fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(dir, filepath.FromSlash(name))
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o644)
	})
}

// dataset is what the generator and the truth need of a dataset file, read by
// plain decoding: the files are known to be right, which the product's own
// loader checks.
type dataset struct {
	ID    string            `yaml:"-"`
	Title map[string]string `yaml:"title"`
	Owner struct {
		Office string `yaml:"office"`
		Person string `yaml:"person"`
		System string `yaml:"system"`
	} `yaml:"owner"`
	Catalogue struct {
		Code     string `yaml:"code"`
		Abstract string `yaml:"abstract"`
		Sharing  struct {
			Type  string `yaml:"type"`
			Basis string `yaml:"basis"`
		} `yaml:"sharing"`
		Opening struct {
			Type string `yaml:"type"`
		} `yaml:"opening"`
	} `yaml:"catalogue"`
	Update struct {
		Cycle string `yaml:"cycle"`
		Due   string `yaml:"due"`
		Grace string `yaml:"grace"`
	} `yaml:"update"`
	AllowEmpty bool                      `yaml:"allow_empty"`
	Source     map[string]map[string]any `yaml:"source"`
	Arrivals   string                    `yaml:"arrivals"`
	Key        []string                  `yaml:"key"`
	Fields     []field                   `yaml:"fields"`
	Rules      []map[string]any          `yaml:"rules"`
}

type field struct {
	Name      string   `yaml:"name"`
	Title     string   `yaml:"title"`
	Type      string   `yaml:"type"`
	Required  bool     `yaml:"required"`
	Format    string   `yaml:"format"`
	Pattern   string   `yaml:"pattern"`
	Length    *bounds  `yaml:"length"`
	Range     *bounds  `yaml:"range"`
	In        []any    `yaml:"in"`
	Code      string   `yaml:"code"`
	PII       string   `yaml:"pii"`
	Formats   []string `yaml:"formats"`
	Thousands bool     `yaml:"thousands"`
	Normalise string   `yaml:"normalise"`
}

// bounds are nil where they are open.
type bounds struct {
	Min          any `yaml:"min"`
	Max          any `yaml:"max"`
	ExclusiveMin any `yaml:"exclusive_min"`
}

// datasets reads all dataset files, in order of their ids.
func datasets() ([]*dataset, error) {
	files, err := fs.Glob(workspace, "workspace/datasets/*/*.yaml")
	if err != nil {
		return nil, err
	}
	var out []*dataset
	for _, name := range files {
		d, err := readDataset(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, d)
	}
	return out, nil
}

func readDataset(name string) (*dataset, error) {
	data, err := workspace.ReadFile(name)
	if err != nil {
		return nil, err
	}
	unit, file := path.Split(strings.TrimPrefix(name, "workspace/datasets/"))
	d := &dataset{ID: unit + strings.TrimSuffix(file, ".yaml")}
	return d, yaml.Unmarshal(data, d)
}

// source returns the connector's name and options.
func (d *dataset) source() (string, map[string]any) {
	for name, options := range d.Source {
		return name, options
	}
	return "", nil
}

// option returns an option of the source as text, "" where it is not given.
func (d *dataset) option(name string) string {
	_, options := d.source()
	if v, ok := options[name]; ok {
		return fmt.Sprint(v)
	}
	return ""
}

// scheduled reports whether slots follow a cycle.
func (d *dataset) scheduled() bool {
	return d.Update.Cycle != "irregular" && d.Update.Cycle != "static"
}

// perSlot reports whether each slot has a file of its own; otherwise one file
// grows, or is replaced.
func (d *dataset) perSlot() bool { return strings.Contains(d.option("path"), "{slot") }

// deadline returns the due time of a slot and the end of its grace.
func (d *dataset) deadline(s slot) (due, grace time.Time, err error) {
	clock, err := time.Parse("15:04", d.Update.Due)
	if err != nil {
		return due, grace, fmt.Errorf("%s: due: %w", d.ID, err)
	}
	extra, err := time.ParseDuration(d.Update.Grace)
	if err != nil {
		return due, grace, fmt.Errorf("%s: grace: %w", d.ID, err)
	}
	due = s.end.Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute)
	return due, due.Add(extra), nil
}

// fieldNamed returns the declared field of a name; the second is false where
// there is none.
func (d *dataset) fieldNamed(name string) (field, bool) {
	for _, f := range d.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return field{}, false
}

// expandSlot writes a slot's dates into a path of the configuration.
func expandSlot(pattern string, s slot) string {
	for _, date := range []struct {
		mark string
		day  time.Time
	}{{"{slot:", s.start}, {"{slot_end:", s.lastDay()}} {
		for {
			before, rest, found := strings.Cut(pattern, date.mark)
			if !found {
				break
			}
			layout, after, _ := strings.Cut(rest, "}")
			pattern = before + date.day.Format(layout) + after
		}
	}
	return pattern
}
