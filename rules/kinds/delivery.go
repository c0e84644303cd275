package kinds

import "cdoscore/rules"

// Delivery judges whether an extract came by its deadline. It is implied.
func Delivery() *rules.Kind {
	return &rules.Kind{
		Name: "delivery", Scope: rules.DatasetScope, Indicator: "0502",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "按时报送", ZhHant: "按時報送", En: "Punctual delivery"},
			Counts:  rules.Text{ZhHans: "按时得满分，迟报按声明的比例得分，缺报、无法读取或数据源拒绝不得分。", ZhHant: "按時得滿分，遲報按聲明的比例得分，缺報、無法讀取或數據源拒絕不得分。", En: "The slot, once: full credit on time, the declared credit when late, none when missing, unreadable or refused by the source."},
			Over:    rules.Text{ZhHans: "本期一次；不定期、静态数据集和免于评定的期次不评定。", ZhHant: "本期一次；不定期、靜態數據集和免於評定的期次不評定。", En: "The slot, once; not of irregular and static datasets, nor of excused slots."},
			Missing: rules.Text{ZhHans: "不涉及。", ZhHant: "不涉及。", En: "Not concerned. Irregular and static datasets, and excused slots, are not judged."},
			Clause:  "GB/T 36344-2018 0502, punctual",
			Example: "update: {cycle: daily, due: \"03:00\", grace: 2h, late: [{within: 24h, credit: 0.5}]}",
		},
		Parse: func(c *rules.Context) rules.Check { return noOptions(c, "delivery", delivery{}) },
	}
}

// noOptions accepts null, true or an empty mapping.
func noOptions(c *rules.Context, name string, check rules.Check) rules.Check {
	if c.Node.Type == rules.Null || c.Node.Type == rules.Bool && c.Node.Text == "true" {
		return check
	}
	r := reader(c, name)
	r.Finish()
	if c.Node.Type != rules.Map {
		return nil
	}
	return check
}

type delivery struct{}

func (delivery) Reads() []string   { return nil }
func (delivery) Canonical() string { return canonical("delivery") }

func (delivery) Judge(f rules.Facts) rules.Outcome {
	if !f.DeliveryDue {
		return rules.Outcome{Total: f.Rows, Note: rules.Note{Key: "reason.delivery.not_due"}}
	}
	return rules.Judgement(f, f.Credit, f.DeliveryNote)
}
