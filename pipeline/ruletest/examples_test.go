package ruletest_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/kinds"
)

// around is a dataset with the fields that the examples of the documentation name.
const around = `title: Examples
fields:
  - {name: name}
  - {name: status}
  - {name: sex}
  - {name: phone}
  - {name: place}
  - {name: address}
  - {name: serial_no}
  - {name: permit_no}
  - {name: district}
  - {name: route}
  - {name: id_no}
  - {name: uscc}
  - {name: amount, type: "decimal(12,2)"}
  - {name: born_on, type: date}
  - {name: paid_on, type: date}
  - {name: opened_on, type: date}
  - {name: closed_on, type: date}
  - {name: happened_at, type: timestamp}
  - {name: recorded_at, type: timestamp}
  - {name: received_at, type: timestamp}
  - {name: measured_at, type: timestamp}
  - {name: accepted_at, type: timestamp}
  - {name: decided_at, type: timestamp}
  - {name: closed_at, type: timestamp}
`

// spliced puts an example where it belongs: entries of fields in the place of the
// field of that name, or after all of them; rules into the list; anything else
// beside them.
func spliced(example string) string {
	if !strings.HasPrefix(example, "- ") {
		return around + example + "\n"
	}
	fields, list := strings.TrimSuffix(around, "\n"), ""
	for _, entry := range strings.Split(example, "\n") {
		name, isField := strings.CutPrefix(entry, "- {name: ")
		if !isField {
			list += "\n  " + entry
			continue
		}
		name, _, _ = strings.Cut(name, ",")
		lines := slices.DeleteFunc(strings.Split(fields, "\n"), func(line string) bool {
			return strings.HasPrefix(line, "  - {name: "+name+",") || line == "  - {name: "+name+"}"
		})
		fields = strings.Join(append(lines, "  "+entry), "\n")
	}
	if list != "" {
		list = "\nrules:" + list
	}
	return fields + list + "\n"
}

type documented struct {
	kind *rules.Kind
	text string
}

// examples are the examples of every kind, several entries one by one.
func examples() []documented {
	var out []documented
	for _, k := range kinds.All() {
		if strings.Count(k.Doc.Example, "\n- ") == strings.Count(k.Doc.Example, "\n") {
			for line := range strings.SplitSeq(k.Doc.Example, "\n") {
				out = append(out, documented{k, line})
			}
			continue
		}
		out = append(out, documented{k, k.Doc.Example})
	}
	return out
}

func TestTheDocumentationsExamplesLoad(t *testing.T) {
	r := runner(t)
	for _, x := range examples() {
		k, example := x.kind, x.text
		t.Run(k.Name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range map[string]string{
				workspace.CaseFile:                spliced(example),
				"datasets/police/population.yaml": "title: Population\nfields: [{name: id_no}, {name: name}]\n",
				"datasets/transport/routes.yaml":  "title: Routes\nfields: [{name: route_no}]\n",
			} {
				path := filepath.Join(dir, name)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			set, _, err := workspace.ParseCase(os.DirFS(dir), r.Deps)
			if err != nil {
				t.Fatalf("the example %s is refused: %v", example, err)
			}
			found := false
			for _, rule := range set.Rules {
				found = found || rule.Kind.Name == k.Name
			}
			if !found {
				t.Errorf("the example %s makes no rule of kind %s", example, k.Name)
			}
		})
	}
}
