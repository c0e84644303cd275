package kinds

import "cdoscore/rules"

// Unchanged fails where an extract that should change is the last one again.
func Unchanged() *rules.Kind {
	return &rules.Kind{
		Name: "unchanged", Scope: rules.DatasetScope, Indicator: "0105",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "内容未更新", ZhHant: "內容未更新", En: "Unchanged"},
			Counts:  rules.Text{ZhHans: "内容与上一期完全相同即不合格。", ZhHant: "內容與上一期完全相同即不合格。", En: "Fails where columns, values and their order are those of the newest good extract of an earlier slot."},
			Over:    rules.Text{ZhHans: "本期数据一次；没有上一期或没有记录时不评定。", ZhHant: "本期數據一次；沒有上一期或沒有記錄時不評定。", En: "The extract, once; nothing where there is no earlier one, or no row."},
			Missing: rules.Text{ZhHans: "不涉及。", ZhHant: "不涉及。", En: "Not concerned."},
			Clause:  "GB/T 36344-2018 0105; an indication of authenticity only",
			Example: "- {unchanged: true}",
		},
		Parse: func(c *rules.Context) rules.Check { return noOptions(c, "unchanged", unchanged{}) },
	}
}

type unchanged struct{}

func (unchanged) Reads() []string   { return nil }
func (unchanged) Canonical() string { return canonical("unchanged") }
func (unchanged) Slots() int        { return 1 }

func (unchanged) Judge(f rules.Facts) rules.Outcome {
	switch {
	case !f.Arrived || f.Rows == 0 || len(f.Earlier) == 0:
		return rules.Outcome{Total: f.Rows, Note: rules.Note{Key: "reason.nothing_earlier"}}
	case f.SHA256 == f.Earlier[0].SHA256:
		return rules.Judgement(f, 0, rules.Note{Key: "reason.unchanged", Args: []string{f.Earlier[0].Slot}})
	}
	return rules.Judgement(f, 1000, rules.Note{})
}
