package main

import (
	_ "embed"
	"encoding/json"
	"strconv"
	"time"

	"cdoscore/pipeline/assessment"
	"cdoscore/pipeline/evaluation"
	"cdoscore/pipeline/workspace"
	"cdoscore/reports/message"
)

// annualSchema describes annualJSON; it is published, and changes with it.
//
//go:embed annual.schema.json
var annualSchema []byte

// The document of `assess --format json` and of `assess export`. Points are numbers
// with two decimals.
type (
	annualJSON struct {
		Cycle    string          `json:"cycle"`
		From     string          `json:"from"`
		To       string          `json:"to"`
		State    string          `json:"state"`   // "": assessed from the files
		Version  int             `json:"version"` // 0: not approved
		Approval *annualApproval `json:"approval"`
		Units    []annualUnit    `json:"units"`
	}
	annualApproval struct {
		Document string `json:"document"`
		By       string `json:"by"`
		On       string `json:"on"`
	}
	annualCDO struct {
		Name  string `json:"name"`
		Title string `json:"title"`
		From  string `json:"from"`
		To    string `json:"to"` // "": in office
	}
	annualUnit struct {
		Unit        string             `json:"unit"`
		Name        string             `json:"name"`
		USCC        string             `json:"uscc"`
		Tier        string             `json:"tier"`
		CDOs        []annualCDO        `json:"cdos"` // in office in the cycle
		SelfTotal   *json.Number       `json:"self_total"`
		FirstTotal  *json.Number       `json:"first_total"`
		SecondTotal *json.Number       `json:"second_total"`
		Contested   []string           `json:"contested"` // items
		Total       json.Number        `json:"total"`
		Band        string             `json:"band"`
		Rank        int                `json:"rank"` // 0: not ranked
		Provisional bool               `json:"provisional"`
		Open        []string           `json:"open"` // why it is provisional
		Judged      json.Number        `json:"judged_share"`
		Extra       json.Number        `json:"extra"`
		Deduction   json.Number        `json:"deduction"`
		Adjustments []annualAdjustment `json:"adjustments,omitempty"`
		SignOff     *annualApproval    `json:"sign_off"`
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
		First       *json.Number    `json:"first"`
		Second      *json.Number    `json:"second"`
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
)

func annualDocument(s *site, cycle workspace.Cycle, o *evaluation.Outcome) annualJSON {
	doc := annualJSON{Cycle: cycle.Name, From: cycle.From, To: cycle.To, State: o.State, Version: o.Version, Units: []annualUnit{}}
	if a := o.Approval; a != nil {
		doc.Approval = &annualApproval{a.Document, a.By, a.At.Format(time.DateOnly)}
	}
	texts := catalog(s.lang)
	for _, r := range o.Results {
		doc.Units = append(doc.Units, unitDocument(texts, cycle, r))
	}
	return doc
}

func unitDocument(texts *message.Catalog, cycle workspace.Cycle, r evaluation.Result) annualUnit {
	u := annualUnit{Unit: r.Unit.ID, Name: r.Unit.Name.In(texts.Lang()), USCC: r.Unit.USCC, Tier: r.Unit.Tier, CDOs: []annualCDO{}, Contested: append([]string{}, r.Contested...),
		SelfTotal: optionalNumber(r.Self), FirstTotal: optionalNumber(r.First), SecondTotal: optionalNumber(r.Second),
		Total: hundredthsNumber(r.Result.Total), Band: r.Result.Band, Rank: r.Rank, Provisional: r.Provisional(),
		Open: []string{}, Judged: decimalNumber(r.Result.Judged, 4), Extra: hundredthsNumber(r.Result.Extra), Deduction: hundredthsNumber(r.Result.Deduction)}
	for _, t := range r.Unit.Tenures(cycle.From, cycle.To) {
		u.CDOs = append(u.CDOs, annualCDO{t.Name, t.Title, t.From, t.To})
	}
	for _, n := range r.Open {
		u.Open = append(u.Open, texts.Note(n))
	}
	for _, x := range r.Adjustments {
		u.Adjustments = append(u.Adjustments, annualAdjustment{x.Kind, hundredthsNumber(x.Points), x.Basis, x.Document, x.By, x.On})
	}
	if r.SignOff != nil {
		u.SignOff = &annualApproval{r.SignOff.Document, r.SignOff.By, r.SignOff.On}
	}
	for _, i := range r.Result.Indicators {
		indicator := annualIndicator{ID: i.ID, Weight: decimalNumber(i.Weight, -1), Points: hundredthsNumber(i.Points)}
		for _, item := range i.Items {
			steps := r.Items[item.ID]
			indicator.Items = append(indicator.Items, annualItem{ID: item.ID, Weight: decimalNumber(item.Weight, -1), Worth: decimalNumber(item.Worth, 4), Points: hundredthsNumber(item.Points),
				Self: optionalNumber(item.Self), First: optionalNumber(steps.First), Second: optionalNumber(steps.Second), Confirmed: optionalNumber(item.Confirmed),
				Source: sourceName(item), Provisional: item.Provisional, Evidence: evidenceOf(r.Annual, item.ID)})
		}
		u.Indicators = append(u.Indicators, indicator)
	}
	return u
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
