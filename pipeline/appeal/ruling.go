package appeal

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// Same is a rule of another dataset that is the same as a contested one, so that
// a ruling on one is a ruling on all.
type Same struct {
	Dataset *workspace.Dataset
	Rule    *rules.Rule
}

// SameRules returns the contested rule first, then every rule of any unit whose
// kind, fields and options are the same.
func SameRules(w *workspace.Workspace, a ledger.Appeal) ([]Same, error) {
	d := w.Dataset(a.Dataset)
	if d == nil {
		return nil, fmt.Errorf("appeal %s: dataset %s is no longer in the workspace", a.Number, a.Dataset)
	}
	contested := ruleOf(d, a.Rule)
	if contested == nil {
		return nil, fmt.Errorf("appeal %s: dataset %s no longer has a rule %s", a.Number, a.Dataset, a.Rule)
	}
	out := []Same{{d, contested}}
	for _, other := range w.Datasets {
		for _, r := range other.Rules {
			if r != contested && r.Kind == contested.Kind && r.Version() == contested.Version() {
				out = append(out, Same{other, r})
			}
		}
	}
	return out, nil
}

func ruleOf(d *workspace.Dataset, id string) *rules.Rule {
	for _, r := range d.Rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Waive writes the waivers that a ruling grants, one file for each dataset, and
// returns their paths. They hold from a day to a day, YYYY-MM-DD. A file that is
// there already is an error: a ruling is carried out once.
func Waive(w *workspace.Workspace, a ledger.Appeal, list []Same, from, to string) ([]string, error) {
	last := a.Steps[len(a.Steps)-1]
	if last.State != Verified || last.Outcome != Upheld {
		return nil, fmt.Errorf("appeal %s: %w: only an appeal that was upheld is waived", a.Number, ErrStep)
	}
	byDataset := map[string][]string{}
	var order []string
	for _, s := range list {
		if byDataset[s.Dataset.ID] == nil {
			order = append(order, s.Dataset.ID)
		}
		byDataset[s.Dataset.ID] = append(byDataset[s.Dataset.ID], s.Rule.ID)
	}
	var paths []string
	for _, dataset := range order {
		x := workspace.Waiver{
			ID: strings.ToLower(a.Number + "-" + strings.ReplaceAll(dataset, "/", "-")), Dataset: dataset, Rules: byDataset[dataset],
			Reason: fmt.Sprintf("%s %s", a.Number, a.Content), Approver: last.Actor, Document: last.Document,
			Approved: last.At.In(w.Zone).Format(time.DateOnly), From: from, Expires: to,
		}
		path, err := create(w, x)
		if err != nil {
			return paths, fmt.Errorf("appeal %s: %w", a.Number, err)
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// create writes a waiver's file, which must not be there.
func create(w *workspace.Workspace, x workspace.Waiver) (string, error) {
	data, err := x.YAML()
	if err != nil {
		return "", err
	}
	path := filepath.Join(w.Dir, workspace.WaiversFolder, x.ID+".yaml")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return "", fmt.Errorf("waiver: %w", err)
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return "", fmt.Errorf("waiver %s: %w", path, err)
	}
	return path, nil
}
