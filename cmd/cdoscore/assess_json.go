package main

import (
	"encoding/json"
	"strconv"

	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/workspace"
)

// The document of `assess --format json`. Points are numbers with two decimals.
type (
	annualJSON struct {
		Cycle string       `json:"cycle"`
		From  string       `json:"from"`
		To    string       `json:"to"`
		Units []annualUnit `json:"units"`
	}
	annualUnit struct {
		Unit        string             `json:"unit"`
		Tier        string             `json:"tier"`
		Total       json.Number        `json:"total"`
		Band        string             `json:"band"`
		Rank        int                `json:"rank"` // 0: not ranked
		Provisional bool               `json:"provisional"`
		Open        []string           `json:"open"` // why it is provisional
		Judged      json.Number        `json:"judged_share"`
		Extra       json.Number        `json:"extra"`
		Deduction   json.Number        `json:"deduction"`
		Adjustments []annualAdjustment `json:"adjustments,omitempty"`
		SignOff     *annualSignOff     `json:"sign_off"`
		Indicators  []annualIndicator  `json:"indicators"`
	}
	annualIndicator struct {
		ID     string       `json:"id"`
		Weight json.Number  `json:"weight"`
		Points json.Number  `json:"points"`
		Items  []annualItem `json:"items"`
	}
	annualItem struct {
		ID          string          `json:"id"`
		Weight      json.Number     `json:"weight"`
		Worth       json.Number     `json:"worth"` // what a rate of 1 earns
		Points      json.Number     `json:"points"`
		Self        *json.Number    `json:"self"`
		Confirmed   *json.Number    `json:"confirmed"`
		Source      string          `json:"source"` // measured, confirmed, self, none, unjudged
		Provisional bool            `json:"provisional"`
		Evidence    *annualEvidence `json:"evidence"`
	}
	annualEvidence struct {
		Measure  string   `json:"measure,omitempty"`
		Good     int64    `json:"good"`
		Of       int64    `json:"of"`
		Datasets int      `json:"datasets,omitempty"`
		Lacking  []string `json:"lacking,omitempty"`
		Document string   `json:"document,omitempty"`
		Note     string   `json:"note,omitempty"`
		By       string   `json:"by,omitempty"`
		On       string   `json:"on,omitempty"`
	}
	annualAdjustment struct {
		Kind     string      `json:"kind"`
		Points   json.Number `json:"points"`
		Basis    string      `json:"basis"`
		Document string      `json:"document"`
		By       string      `json:"by"`
		On       string      `json:"on"`
	}
	annualSignOff struct {
		Document string `json:"document"`
		By       string `json:"by"`
		On       string `json:"on"`
	}
)

func annualDocument(s *site, cycle workspace.Cycle, list []*assessment.Annual) annualJSON {
	doc := annualJSON{Cycle: cycle.Name, From: cycle.From, To: cycle.To, Units: []annualUnit{}}
	texts := catalog(s.lang)
	for _, a := range list {
		u := annualUnit{Unit: a.Unit.ID, Tier: a.Unit.Tier, Total: hundredthsNumber(a.Result.Total), Band: a.Result.Band, Rank: a.Rank, Provisional: a.Provisional(),
			Open: []string{}, Judged: decimalNumber(a.Result.Judged, 4), Extra: hundredthsNumber(a.Result.Extra), Deduction: hundredthsNumber(a.Result.Deduction)}
		for _, n := range a.Open {
			u.Open = append(u.Open, texts.Note(n))
		}
		for _, x := range a.Adjustments {
			u.Adjustments = append(u.Adjustments, annualAdjustment{x.Kind, hundredthsNumber(x.Points), x.Basis, x.Document, x.By, x.On})
		}
		if a.SignOff != nil {
			u.SignOff = &annualSignOff{a.SignOff.Document, a.SignOff.By, a.SignOff.On}
		}
		for _, i := range a.Result.Indicators {
			indicator := annualIndicator{ID: i.ID, Weight: decimalNumber(i.Weight, -1), Points: hundredthsNumber(i.Points)}
			for _, item := range i.Items {
				indicator.Items = append(indicator.Items, annualItem{ID: item.ID, Weight: decimalNumber(item.Weight, -1), Worth: decimalNumber(item.Worth, 4), Points: hundredthsNumber(item.Points),
					Self: optionalNumber(item.Self), Confirmed: optionalNumber(item.Confirmed), Source: sourceName(item), Provisional: item.Provisional, Evidence: evidenceOf(a, item.ID)})
			}
			u.Indicators = append(u.Indicators, indicator)
		}
		doc.Units = append(doc.Units, u)
	}
	return doc
}

// evidenceOf is what was measured and what was reviewed of an item; nil: neither.
func evidenceOf(a *assessment.Annual, item string) *annualEvidence {
	e, measured := a.Evidence[item]
	r, reviewed := a.Reviews[item]
	if !measured && !reviewed {
		return nil
	}
	return &annualEvidence{Measure: e.Measure, Good: e.Good, Of: e.Of, Datasets: e.Datasets, Lacking: e.Lacking, Document: r.Evidence, Note: r.Note, By: r.By, On: r.On}
}

func hundredthsNumber(n int64) json.Number { return json.Number(hundredthsText(n)) }

func optionalNumber(n *int64) *json.Number {
	if n == nil {
		return nil
	}
	x := hundredthsNumber(*n)
	return &x
}

func decimalNumber(x float64, decimals int) json.Number {
	return json.Number(strconv.FormatFloat(x, 'f', decimals, 64))
}
