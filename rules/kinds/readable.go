package kinds

import (
	"strconv"

	"cdoscore/rules"
)

// Readable counts the physical records that could be read as rows. It is implied.
func Readable() *rules.Kind {
	return &rules.Kind{
		Name: "readable", Scope: rules.DatasetScope, Indicator: "0601",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "数据可读", ZhHant: "數據可讀", En: "Readable"},
			Counts:  rules.Text{ZhHans: "无法读成记录的物理记录计一次不合格；整份无法读取算一次。", ZhHant: "無法讀成記錄的物理記錄計一次不合格；整份無法讀取算一次。", En: "Physical records; a record that could not be read as a row fails. An extract that cannot be read at all is one record that fails."},
			Over:    rules.Text{ZhHans: "物理记录数。", ZhHant: "物理記錄數。", En: "Physical records."},
			Missing: rules.Text{ZhHans: "不涉及。", ZhHant: "不涉及。", En: "Not concerned."},
			Clause:  "GB/T 36344-2018 0601, accessible",
			Example: "- {readable: true}",
		},
		Parse: func(c *rules.Context) rules.Check { return noOptions(c, "readable", readable{}) },
	}
}

type readable struct{}

func (readable) Reads() []string   { return nil }
func (readable) Canonical() string { return canonical("readable") }

func (readable) Judge(f rules.Facts) rules.Outcome {
	switch {
	case !f.Arrived && f.NilReturn:
		return rules.Outcome{Note: rules.Note{Key: "reason.nil_return"}}
	case !f.Arrived:
		return rules.Judgement(f, 0, rules.Note{Key: "reason.not_arrived"})
	}
	physical := f.Rows + f.Rejected
	if f.Rejected == 0 {
		return rules.Tally(f, physical, 0, rules.Note{})
	}
	return rules.Tally(f, physical, f.Rejected, rules.Note{Key: "reason.readable.rejected",
		Args: []string{strconv.FormatInt(f.Rejected, 10), strconv.FormatInt(physical, 10)}})
}
