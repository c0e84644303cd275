package html

import (
	"strconv"
	"strings"
	"time"

	"cdoscore/reports"
)

// methodView explains the configuration in force.
type methodView struct {
	Weights, Bands, Severities table
	Formulas, Basis            []string
}

func (v *view) method(m reports.Method) methodView {
	return methodView{
		Weights: v.methodWeights(m.Dimensions), Bands: v.methodBands(m.Bands), Severities: v.methodSeverities(m.Severities),
		Formulas: []string{
			v.t("method.rate"), v.t("method.group"), v.t("method.rollup"),
			v.t("method.cap", strconv.FormatFloat(m.Cap*100, 'f', -1, 64)+"%", strconv.Itoa(m.CapFrom)),
			v.t("method.waivers"), v.t("method.minimum", strconv.FormatInt(m.MinimumN, 10)),
			v.t("method.interval"), v.t("method.rounding"),
		},
		Basis: []string{v.t("method.source"), v.t("method.config", m.ConfigHash), v.t("method.code", m.CodeVersion), v.t("method.zone", m.Zone)},
	}
}

// weighted is one line of the weights: a dimension, or one of its indicators.
type weighted struct {
	name, code, kinds string
	weight            int
	dimension         bool
}

func (v *view) methodWeights(dimensions []reports.MethodDimension) table {
	var lines []weighted
	for _, d := range dimensions {
		lines = append(lines, weighted{name: v.in(d.Name), weight: d.Weight, dimension: true})
		for _, i := range d.Indicators {
			var kinds []string
			for _, k := range i.Kinds {
				kinds = append(kinds, v.in(k))
			}
			lines = append(lines, weighted{name: v.in(i.Name), code: i.Code, weight: i.Weight, kinds: strings.Join(kinds, v.t("method.comma"))})
		}
	}
	return lay(v, list[weighted]{
		caption: v.t("method.weights"), rows: lines,
		tone: func(w weighted) string {
			if w.dimension {
				return "sc-total"
			}
			return ""
		},
		columns: []column[weighted]{
			{head: "page.dimension_indicator", cell: func(_ int, w weighted) cell { return text(strings.TrimSpace(w.code + " " + w.name)) }},
			{head: "col.weight", kind: "sc-n", cell: func(_ int, w weighted) cell { return count(w.weight) }},
			{head: "method.kinds", kind: "sc-w", cell: func(_ int, w weighted) cell { return text(w.kinds) }},
		},
	})
}

func (v *view) methodBands(bands []reports.MethodBand) table {
	type band = reports.MethodBand
	return lay(v, list[band]{caption: v.t("method.bands"), kind: "sc-compact", rows: bands, columns: []column[band]{
		{head: "col.band", cell: func(_ int, b band) cell { return text(v.in(b.Name)) }},
		{head: "method.band_from", kind: "sc-n", cell: func(_ int, b band) cell { return text(reports.PointsText(b.From)) }},
	}})
}

func (v *view) methodSeverities(severities []reports.MethodSeverity) table {
	type severity = reports.MethodSeverity
	return lay(v, list[severity]{caption: v.t("method.severities"), kind: "sc-compact", rows: severities, columns: []column[severity]{
		{head: "method.severity", cell: func(_ int, s severity) cell { return text(v.t("severity." + s.ID)) }},
		{head: "col.weight", kind: "sc-n", cell: func(_ int, s severity) cell { return count(s.Weight) }},
	}})
}

// formFacts are what a form carries when it is issued.
func (v *view) formFacts(document string, validUntil time.Time) []fact {
	var out []fact
	if document != "" {
		out = append(out, fact{v.t("page.document"), text(document)})
	}
	if !validUntil.IsZero() {
		out = append(out, fact{v.t("page.valid_until"), v.day(validUntil)})
	}
	return out
}
