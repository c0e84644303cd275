package reports

import (
	"cmp"
	"slices"

	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/workspace"
	"cdoscore/rules"
)

// disagreements lists what match rules compared over the period, the highest rate
// first. The side that a rule names is the authority; it need not be right.
func (e *Edition) disagreements() []DisagreementLine {
	var out []DisagreementLine
	for _, us := range e.now.units {
		for _, s := range us.sets {
			for _, r := range s.dataset.Rules {
				check, matches := r.Check.(rules.MatchCheck)
				if !matches {
					continue
				}
				line := e.disagreement(us, s, r, check)
				line.Compared, line.Disagree = s.counted(r.ID)
				if line.Compared == 0 {
					continue
				}
				line.Rate = float64(line.Disagree) / float64(line.Compared)
				line.SmallSample = line.Compared < e.b.Workspace.Indicators.MinimumN
				line.Propose = line.Disagree > 0 && !line.SmallSample
				out = append(out, line)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b DisagreementLine) int {
		return cmp.Or(cmp.Compare(b.Rate, a.Rate), cmp.Compare(b.Disagree, a.Disagree), cmp.Compare(a.Code, b.Code))
	})
	return out
}

func (e *Edition) disagreement(us *unitState, s *setState, r *rules.Rule, check rules.MatchCheck) DisagreementLine {
	line := DisagreementLine{Code: e.code(s, r.ID), UnitID: us.unit.ID, Unit: us.unit.Name, DatasetID: s.dataset.ID, Dataset: s.dataset.Title}
	line.AuthorityDatasetID, _ = check.Target()
	if d := e.b.Workspace.Dataset(line.AuthorityDatasetID); d != nil {
		line.AuthorityDataset, line.AuthorityID = d.Title, d.Unit
		if u := e.b.Workspace.Unit(d.Unit); u != nil {
			line.Authority = u.Name
		}
	}
	_, values := check.Pairs()
	var names []string
	for _, p := range values {
		names = append(names, p.Mine)
	}
	line.Field = fieldTexts(s.dataset, names)
	return line
}

// fieldTexts joins the titles of fields in each language.
func fieldTexts(d *workspace.Dataset, names []string) rules.Text {
	return rules.Text{ZhHans: FieldTitles(d, names, "zh-Hans"), ZhHant: FieldTitles(d, names, "zh-Hant"), En: FieldTitles(d, names, "en")}
}

// counted is what a rule counted over the period.
func (s *setState) counted(rule string) (evaluated, failed int64) {
	for _, o := range s.sums {
		if o.Record == ledger.RuleRecord && o.Rule == rule {
			return o.Evaluated, o.Failed
		}
	}
	if s.sums == nil {
		for _, o := range s.rules {
			if o.Rule == rule {
				return o.Evaluated, o.Failed
			}
		}
	}
	return 0, 0
}
