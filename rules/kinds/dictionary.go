package kinds

import (
	"strings"

	"cdoscore/rules"
)

// Dictionary counts what the dataset's catalogue entry says. It is implied.
func Dictionary() *rules.Kind {
	return &rules.Kind{
		Name: "dictionary", Scope: rules.DatasetScope, Indicator: "0103",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "数据字典完备", ZhHant: "數據字典完備", En: "Dictionary complete"},
			Counts:  rules.Text{ZhHans: "目录元数据和字段说明中未填写的每一项计一次不合格。", ZhHant: "目錄元數據和欄位說明中未填寫的每一項計一次不合格。", En: "Fails once for each item that the catalogue entry leaves out."},
			Over:    rules.Text{ZhHans: "名称、目录编码、摘要、共享类型（有条件或不予共享的另加依据）、开放类型、更新周期、责任处室、责任人、来源系统，以及每个字段的名称或说明。", ZhHant: "名稱、目錄編碼、摘要、共享類型（有條件或不予共享的另加依據）、開放類型、更新週期、責任處室、責任人、來源系統，以及每個欄位的名稱或說明。", En: "Title, catalogue code, abstract, sharing type (and its basis where conditional or none), opening type, update cycle, office, person and system of the owner, and of every field a title or description."},
			Missing: rules.Text{ZhHans: "不涉及。", ZhHant: "不涉及。", En: "Not concerned."},
			Clause:  "GB/T 36344-2018 0103, metadata",
			Example: "- {dictionary: true}",
		},
		Parse: func(c *rules.Context) rules.Check {
			items := catalogueItems(c)
			return noOptions(c, "dictionary", dictionary{int64(len(items)), lacking(items)})
		},
	}
}

func catalogueItems(c *rules.Context) []item {
	d := c.Described
	items := []item{
		{"title", d.Title.In("zh-Hans")}, {"catalogue.code", d.Code}, {"catalogue.abstract", d.Abstract}, {"catalogue.sharing.type", d.Sharing},
		{"catalogue.opening.type", d.Opening}, {"update.cycle", d.Cycle}, {"owner.office", d.Office}, {"owner.person", d.Person}, {"owner.system", d.System},
	}
	if d.Sharing == "conditional" || d.Sharing == "none" {
		items = append(items, item{"catalogue.sharing.basis", d.SharingBasis})
	}
	for _, f := range c.Fields {
		items = append(items, item{"fields." + f.Name + ".title", f.Title.In("zh-Hans") + f.Description})
	}
	return items
}

type dictionary struct {
	items  int64
	absent []string
}

func (dictionary) Reads() []string     { return nil }
func (k dictionary) Canonical() string { return canonical("dictionary", k.items, k.absent) }

// namedItems is how many absent items a note names.
const namedItems = 5

func (k dictionary) Judge(f rules.Facts) rules.Outcome {
	if !f.Arrived {
		return rules.Outcome{Note: rules.Note{Key: "reason.not_arrived"}}
	}
	if len(k.absent) == 0 {
		return rules.Tally(f, k.items, 0, rules.Note{})
	}
	named := strings.Join(k.absent[:min(namedItems, len(k.absent))], "、")
	if len(k.absent) > namedItems {
		named += "…"
	}
	return rules.Tally(f, k.items, int64(len(k.absent)), rules.Note{Key: "reason.dictionary", Args: []string{named}})
}
