package kinds

import (
	"strings"

	"cdoscore/rules"
)

// SourceDeclared judges whether the dataset says where its data come from.
func SourceDeclared() *rules.Kind {
	return &rules.Kind{
		Name: "source_declared", Scope: rules.DatasetScope, Indicator: "0105",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "来源申报", ZhHant: "來源申報", En: "Source declared"},
			Counts:  rules.Text{ZhHans: "责任处室、来源系统各占一半；未申报的不得分。", ZhHant: "責任處室、來源系統各佔一半；未申報的不得分。", En: "The responsible office and the source system, half of the credit each."},
			Over:    rules.Text{ZhHans: "本期数据一次。", ZhHant: "本期數據一次。", En: "The extract, once."},
			Missing: rules.Text{ZhHans: "不涉及。", ZhHant: "不涉及。", En: "Not concerned."},
			Clause:  "GB/T 36344-2018 0105, authoritative reference",
			Example: "- {source_declared: true}",
		},
		Parse: func(c *rules.Context) rules.Check {
			return noOptions(c, "source_declared", sourceDeclared{lacking([]item{{"owner.office", c.Described.Office}, {"owner.system", c.Described.System}})})
		},
	}
}

// item is one thing that a dataset's file may say of the dataset.
type item struct{ name, value string }

// lacking names the items without a value.
func lacking(items []item) []string {
	var out []string
	for _, i := range items {
		if strings.TrimSpace(i.value) == "" {
			out = append(out, i.name)
		}
	}
	return out
}

type sourceDeclared struct{ absent []string }

func (sourceDeclared) Reads() []string     { return nil }
func (k sourceDeclared) Canonical() string { return canonical("source_declared", k.absent) }

func (k sourceDeclared) Judge(f rules.Facts) rules.Outcome {
	if !f.Arrived {
		return rules.Outcome{Note: rules.Note{Key: "reason.not_arrived"}}
	}
	if len(k.absent) == 0 {
		return rules.Judgement(f, 1000, rules.Note{})
	}
	return rules.Judgement(f, 1000-500*len(k.absent), rules.Note{Key: "reason.source_declared", Args: []string{strings.Join(k.absent, "、")}})
}
