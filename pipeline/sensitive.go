package pipeline

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"cdoscore/pipeline/duck"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
	"cdoscore/rules/kinds"
	"cdoscore/rules/plan"
)

// personalForms are the known forms of values that identify a person.
var personalForms = []string{"resident_id", "mobile_cn", "bank_card"}

// personalShare is the share of a field's values, in percent, that must have such
// a form for the field to hold personal data.
const personalShare = 95

// SensitiveFields looks into a delivery's snapshot for fields that hold personal
// data without saying so by `pii:`. A snapshot that was deleted shows nothing.
func SensitiveFields(ctx context.Context, engine *duck.Engine, w *workspace.Workspace, d *workspace.Dataset, delivery ledger.Delivery) ([]string, error) {
	dir := filepath.Join(w.VarDir(), delivery.Path)
	m, err := snapshot.Load(dir)
	if err != nil {
		return nil, fmt.Errorf("personal data in %s, slot %s: %w", d.ID, delivery.Slot, err)
	}
	forms := personalRules(d)
	if !m.DeletedAt.IsZero() || len(forms) == 0 {
		return nil, nil
	}
	in := Input(w, d, workspace.Slot{Start: delivery.Start, End: delivery.End}, filepath.Join(dir, snapshot.DataFile), Columns(m), nil)
	in.Rules, in.Waived = forms, nil
	p := plan.Build(in)
	answer, err := engine.Run(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("personal data in %s, slot %s: %w", d.ID, delivery.Slot, err)
	}
	outcomes, _ := p.Outcomes(answer)
	var out []string
	for _, r := range forms {
		o, field := outcomes[r.ID], r.Fields()[0]
		if o.Evaluated > 0 && 100*(o.Evaluated-o.Failed) >= personalShare*o.Evaluated && !slices.Contains(out, field) {
			out = append(out, field)
		}
	}
	return out, nil
}

// personalRules are one rule for each form and each text field that declares no
// class of personal data.
func personalRules(d *workspace.Dataset) []*rules.Rule {
	kind := kinds.Named("format")
	var out []*rules.Rule
	for _, f := range d.Fields {
		if f.PII != "" || f.Type.Name != rules.TypeString && f.Type.Name != "" {
			continue
		}
		for _, form := range personalForms {
			var diags rules.Diagnostics
			check := kind.Parse(&rules.Context{Node: &rules.Node{Type: rules.String, Text: form}, Field: &f, Fields: d.Fields, Diags: &diags})
			if check == nil {
				panic("a form that the catalogue does not have: " + form)
			}
			out = append(out, &rules.Rule{ID: f.Name + "." + form, Kind: kind, Check: check, Indicator: kind.Indicator, Severity: rules.Info})
		}
	}
	return out
}
