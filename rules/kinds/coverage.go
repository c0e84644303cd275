package kinds

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"cdoscore/rules"
)

// Coverage fails for every expected value that no row has.
func Coverage() *rules.Kind {
	return &rules.Kind{
		Name: "coverage", Scope: rules.CoverScope, Indicator: "0202",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "覆盖范围", ZhHant: "覆蓋範圍", En: "Coverage"},
			Counts:  rules.Text{ZhHans: "应有而没有出现的每一个取值计一次不合格。", ZhHant: "應有而沒有出現的每一個取值計一次不合格。", En: "Fails once for each expected value that occurs in no row."},
			Over:    rules.Text{ZhHans: "应有取值的个数：代码表在数据截止日有效的代码、所列取值，或另一数据集字段的全部取值。", ZhHant: "應有取值的個數：代碼表在數據截止日有效的代碼、所列取值，或另一數據集欄位的全部取值。", En: "The expected values: the codes of a table valid at the cut-off, a list, or the values of another dataset's field."},
			Missing: rules.Text{ZhHans: "缺失值不算出现。", ZhHant: "缺失值不算出現。", En: "A missing value is none of the expected ones."},
			Options: []rules.Option{
				fieldOption,
				{Name: "of", Type: "code table, list, or {dataset, field}", Text: rules.Text{ZhHans: "应有的取值", ZhHant: "應有的取值", En: "what has to occur"}},
			},
			Clause:  "GB/T 36344-2018 0202, record completeness",
			Example: "- {coverage: {field: district, of: [越秀区, 海珠区]}}",
		},
		Parse: parseCoverage,
	}
}

func parseCoverage(c *rules.Context) rules.Check {
	r := reader(c, "coverage")
	f, ok := onField(c, r)
	of := r.Require("of")
	r.Finish()
	if !ok || of == nil {
		return nil
	}
	k := coverage{single: single{f.Name}}
	switch {
	case of.Type == rules.List:
		for _, n := range r.TextNodes(of, "of", false) {
			k.values = append(k.values, n.Text)
		}
		if len(k.values) == 0 {
			return nil
		}
	case of.Type == rules.Map:
		o := rules.NewReader(of, "coverage of", c.Diags)
		dataset, field := o.Require("dataset"), o.Require("field")
		o.Finish()
		if dataset == nil || field == nil {
			return nil
		}
		target, known := otherDataset(c, "coverage", dataset)
		if !known {
			return nil
		}
		theirs, good := otherNames(c, []*rules.Node{field}, dataset.Text, target)
		if !good {
			return nil
		}
		k.dataset, k.theirs = dataset.Text, theirs
	case c.Tables[of.Text] != nil:
		k.table = c.Tables[of.Text]
	default:
		c.Diags.Addf(of.Pos, "coverage: unknown code table %q%s", of.Text, rules.Suggest(of.Text, slices.Sorted(maps.Keys(c.Tables))))
		return nil
	}
	return k
}

// coverage has values, a table, or another dataset.
type coverage struct {
	single
	values  []string
	table   *rules.CodeTable
	dataset string
	theirs  []string
}

func (k coverage) Canonical() string {
	table := ""
	if k.table != nil {
		table = k.table.Name
	}
	return canonical("coverage", k.field, k.values, table, k.dataset, k.theirs)
}

func (k coverage) Target() (string, []string) { return k.dataset, k.theirs }

func (k coverage) Expected(cutoff time.Time) []string {
	if k.table != nil {
		return k.table.At(cutoff)
	}
	return k.values
}

func (k coverage) Absent(failed int64, some []string) rules.Note {
	named := strings.Join(some, "、")
	if int64(len(some)) < failed {
		named += "…"
	}
	return rules.Note{Key: "reason.coverage.absent", Args: []string{strconv.FormatInt(failed, 10), named}}
}
