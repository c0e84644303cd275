package xlsx

import (
	"path/filepath"
	"strings"
	"testing"

	"cdoscore/pipeline/workspace"
	"cdoscore/reports"
)

// judgedCity is the sample city with an approved result: an indicator of the default
// configuration and one of the city's own, a unit that was deducted points, one that
// objects, and one without a result.
func judgedCity() reports.City {
	c := sampleCity()
	c.Annual = &reports.CityAnnual{Version: 2, Document: "穗数考〔2027〕1号", Approved: at(14, 9),
		Indicators: []reports.IndicatorHead{{ID: "A", Name: three("数据质量", "數據質量", "Data quality")}, {ID: "Z", Name: three("自定指标", "自定指標", "Own")}}}
	give := func(i, rank int, total, first, own, adjustment float64) *reports.UnitAnnual {
		c.Units[i].Annual = &reports.UnitAnnual{Total: assessed(total), Indicators: []reports.Points{assessed(first), assessed(own)}, Adjustment: adjustment, Rank: rank, Band: bandOf(total), PreviousRank: 3}
		return c.Units[i].Annual
	}
	give(0, 2, 81.25, 36.25, 50, -5)
	give(1, 1, 92.5, 40, 52.5, 0).Contested = []string{"E1", ""}
	return c
}

func TestAYearIsRankedByItsAnnualResult(t *testing.T) {
	path := filepath.Join(t.TempDir(), "city.xlsx")
	if err := WriteCity(path, judgedCity(), "zh-Hans"); err != nil {
		t.Fatal(err)
	}
	rows, err := open(t, path).GetRows("组内排名")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		"位次|单位|组别|综合得分|等次|上期位次|数据质量|自定指标|加减分|异议状态|备注",
		"1|市人力资源社会保障局1|区|92.50|优秀|3|40.00|52.50|+0.00|提出 1 件\n异议中 2 件\n已办结 1 件\n年度指标异议中：E1\n年度结果异议中|审定结果第 2 版\n如异议全部成立：数据质量 97.35 分，按数据质量第 1 位（现第 2 位）",
		"2|市人力资源社会保障局0|区|81.25|良好|3|36.25|50.00|-5.00|—|审定结果第 2 版\n如他方异议全部成立：按数据质量第 2 位（现第 1 位）",
		"未排名|市人力资源社会保障局2|区|不适用|未评定|—|—|—|—|—",
	} {
		if got := strings.Join(rows[5+i], "|"); strings.TrimRight(got, "|") != want {
			t.Errorf("row %d\n got %q\nwant %q", 6+i, got, want)
		}
	}
}

// The indicators of the default configuration stand under the headings of the form.
func TestTheDefaultIndicatorsHaveTheirHeadings(t *testing.T) {
	all := workspace.DefaultIndicators().Annual
	if len(all) != len(rankedBy) {
		t.Fatalf("%d indicators, %d headings", len(all), len(rankedBy))
	}
	for i, indicator := range all {
		if indicator.Name.ZhHans != rankedBy[i].name {
			t.Errorf("indicator %s is called %s, the heading is for %s", indicator.ID, indicator.Name.ZhHans, rankedBy[i].name)
		}
	}
}
