package assessment

import (
	"context"
	"slices"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// inventoryCovered is the share of the entries of the unit's functional data list
// that a dataset covers by its catalogue code. Without a list there is no rate.
func (m measurer) inventoryCovered(e *Evidence) (float64, bool) {
	for _, entry := range m.workspace.Inventory {
		if entry.Unit != m.quality.Unit.ID || entry.Catalogued > m.cycle.To {
			continue
		}
		covered := slices.ContainsFunc(m.workspace.Datasets, func(d *workspace.Dataset) bool {
			return d.Unit == entry.Unit && d.Catalogue.Code == entry.Code
		})
		e.count(covered, entry.Code)
	}
	return e.share()
}

// catalogueComplete is the share of items of catalogue metadata that are filled
// in, as the kind dictionary counts them.
func (m measurer) catalogueComplete(e *Evidence) (float64, bool) {
	return m.overDatasets(e, func(s *series) (good, all int64) {
		for _, r := range s.Dataset.Rules {
			check, whole := r.Check.(rules.DatasetCheck)
			if r.Kind.Name == "dictionary" && whole {
				o := check.Judge(catalogueFacts)
				all, good = all+o.Evaluated, good+o.Evaluated-o.Failed
			}
		}
		return good, all
	})
}

// The words of the catalogue.
const (
	unconditional = "unconditional"
	conditional   = "conditional"
	withheld      = "none"
)

// sharingReasoned is the share of datasets with a sharing type, and a basis for it
// where sharing has conditions or is refused (不予共享须有依据).
func (m measurer) sharingReasoned(e *Evidence) (float64, bool) {
	for _, s := range m.quality.series {
		c := s.Dataset.Catalogue
		e.count(c.SharingType == unconditional || c.SharingType != "" && c.SharingBasis != "", s.Dataset.ID)
	}
	return e.share()
}

// shareRate is the share of datasets that are shared, with or without conditions,
// of those that are not withheld on a stated basis.
func (m measurer) shareRate(e *Evidence) (float64, bool) {
	for _, s := range m.quality.series {
		c := s.Dataset.Catalogue
		if c.SharingType == withheld && c.SharingBasis != "" {
			continue
		}
		e.count(c.SharingType == unconditional || c.SharingType == conditional, s.Dataset.ID)
	}
	return e.share()
}

// openRate is the share of datasets that are open to the public, with or without
// conditions, of those that are shared: what must not be shared cannot be opened.
func (m measurer) openRate(e *Evidence) (float64, bool) {
	for _, s := range m.quality.series {
		c := s.Dataset.Catalogue
		if c.SharingType != unconditional && c.SharingType != conditional {
			continue
		}
		e.count(c.OpeningType == unconditional || c.OpeningType == conditional, s.Dataset.ID)
	}
	return e.share()
}

// Sensitive finds the fields of a dataset that hold personal data by what a
// delivery of it holds, whatever is declared of them.
type Sensitive func(ctx context.Context, d *workspace.Dataset, delivery ledger.Delivery) ([]string, error)

// sensitiveDeclared is the share of fields with personal data that say so by
// `pii:`, and so are masked wherever they are shown.
func (m measurer) sensitiveDeclared(e *Evidence) (float64, bool) {
	for _, s := range m.quality.series {
		for _, f := range s.Dataset.Fields {
			if f.PII != "" || slices.Contains(m.sensitive[s.Dataset.ID], f.Name) {
				e.count(f.PII != "", s.Dataset.ID+" "+f.Name)
			}
		}
	}
	return e.share()
}

// findSensitive looks into each dataset's newest good delivery of the cycle.
func (a *Assessor) findSensitive(ctx context.Context, list []*Quality, find Sensitive) (map[string][]string, error) {
	out := map[string][]string{}
	for _, q := range list {
		for _, s := range q.series {
			for _, x := range slices.Backward(s.deliveries) {
				if !x.Good {
					continue
				}
				d, err := a.Ledger.Delivery(ctx, x.DeliveryID)
				if err != nil {
					return nil, err
				}
				if out[s.Dataset.ID], err = find(ctx, s.Dataset, d); err != nil {
					return nil, err
				}
				break
			}
		}
	}
	return out, nil
}
