package kinds

import (
	"time"

	"cdoscore/rules"
)

// Freshness judges how old the newest value of a field is.
func Freshness() *rules.Kind {
	return &rules.Kind{
		Name: "freshness", Scope: rules.DatasetScope, Indicator: "0501",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "数据新鲜度", ZhHant: "數據新鮮度", En: "Freshness"},
			Counts:  rules.Text{ZhHans: "字段最大值早于截止时间之前的规定时长，或没有可转换的值，即不合格；1900-01-01、9999-12-31 不算日期。", ZhHant: "欄位最大值早於截止時間之前的規定時長，或沒有可轉換的值，即不合格；1900-01-01、9999-12-31 不算日期。", En: "The extract, once: fails where the field's greatest value is older than `within` before the cut-off, or no value converts. The sentinels 1900-01-01 and 9999-12-31 are no dates here."},
			Over:    rules.Text{ZhHans: "本期数据一次。", ZhHant: "本期數據一次。", En: "The extract, once."},
			Missing: rules.Text{ZhHans: "全部缺失时不评定。", ZhHant: "全部缺失時不評定。", En: "Where every value is missing nothing is evaluated."},
			Options: []rules.Option{
				fieldOption,
				{Name: "within", Type: "span", Default: "", Text: rules.Text{ZhHans: "允许的时长，如 24h、7d", ZhHant: "允許的時長，如 24h、7d", En: "the greatest age, such as 24h or 7d"}},
			},
			Clause:  "GB/T 36344-2018 0501, period covered",
			Example: "- {id: fresh, freshness: {field: received_at, within: 24h}}",
		},
		Parse: parseFreshness,
	}
}

func parseFreshness(c *rules.Context) rules.Check {
	r := reader(c, "freshness")
	f, ok := onField(c, r)
	within, timed := span(r, "within")
	r.Finish()
	if !ok || !timed {
		return nil
	}
	if !f.Type.IsTemporal() {
		c.Diags.Addf(c.Node.Pos, "freshness: field %q has no date type: declare type: date or type: timestamp", f.Name)
		return nil
	}
	return freshness{single{f.Name}, within}
}

type freshness struct {
	single
	within time.Duration
}

func (k freshness) Canonical() string { return canonical("freshness", k.field, k.within) }

// Greatest names the field whose greatest value is needed.
func (k freshness) Greatest() string { return k.field }

func (k freshness) Judge(f rules.Facts) rules.Outcome {
	if !f.Arrived || f.GreatestRows[k.field] == 0 {
		return rules.Outcome{Total: f.Rows, Applicable: min(1, f.Rows), Missing: min(1, f.Rows), Note: rules.Note{Key: "reason.freshness.none"}}
	}
	newest, ok := f.Greatest[k.field]
	if !ok {
		return rules.Judgement(f, 0, rules.Note{Key: "reason.freshness.none"})
	}
	if f.Cutoff.Sub(newest) > k.within {
		return rules.Judgement(f, 0, rules.Note{Key: "reason.freshness.old", Args: []string{newest.Format(time.DateTime), rules.FormatSpan(k.within)}})
	}
	return rules.Judgement(f, 1000, rules.Note{})
}
