package html

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cdoscore/reports"
	"cdoscore/reports/message"
)

// A year is ranked by its annual result, whose points all stand on the page.
func TestAYearShowsItsAnnualResult(t *testing.T) {
	c := monthCity()
	c.Annual = &reports.CityAnnual{Indicators: []reports.IndicatorHead{{ID: "A", Name: one("数据质量")}, {ID: "B", Name: one("自定指标")}}}
	c.Units[1].Annual = &reports.UnitAnnual{Total: of(77.77), Indicators: []reports.Points{of(33.33), of(45.55)}, Adjustment: -1.11, Band: grades[1], Rank: 1, Provisional: true}
	c.Units[1].Appeals = reports.Standing{Contested: 1, IfUpheld: of(93.93), RankIfUpheld: 1}
	for _, lang := range message.Languages {
		w := writer(t, lang)
		page := html.UnescapeString(cityPart(t, lang, c))
		for _, want := range []string{"77.77", "33.33", "45.55", "−1.11", "自定指标", "93.93", w.text.Text("ranking.annual_provisional"), w.text.Text("ranking.annual_note_draft"), w.text.Text("ranking.appeal_contested", "1")} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page does not show %q", lang, want)
			}
		}
		if strings.Contains(page, w.text.Text("page.ranking_partial")) {
			t.Errorf("%s: the page of a year with a result says that it has none", lang)
		}
		c.Annual.Lacking.Key = "ranking.annual_none"
		if page := html.UnescapeString(cityPart(t, lang, c)); strings.Contains(page, "77.77") || !strings.Contains(page, w.text.Text("ranking.annual_none")) {
			t.Errorf("%s: a year without a result", lang)
		}
		c.Annual.Lacking.Key = ""
	}
}
