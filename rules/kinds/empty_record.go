package kinds

import (
	"slices"
	"strings"

	"cdoscore/rules"
)

// EmptyRecord fails where a row has no value in any of some fields.
func EmptyRecord() *rules.Kind {
	return &rules.Kind{
		Name: "empty_record", Scope: rules.RowScope, Indicator: "0201",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "空记录", ZhHant: "空記錄", En: "Empty record"},
			Counts:  rules.Text{ZhHans: "所列字段全部缺失的记录不合格。", ZhHant: "所列欄位全部缺失的記錄不合格。", En: "Fails where every one of the fields is missing."},
			Over:    rules.Text{ZhHans: "适用的全部记录。", ZhHant: "適用的全部記錄。", En: "All applicable rows."},
			Missing: rules.Text{ZhHans: "全部缺失即不合格；部分缺失由必填规则评价。", ZhHant: "全部缺失即不合格；部分缺失由必填規則評價。", En: "Fails where all are missing; single ones are the required rule's affair."},
			Options: []rules.Option{{Name: "fields", Type: "fields", Default: "all declared fields", Text: rules.Text{ZhHans: "参与判断的字段", ZhHant: "參與判斷的欄位", En: "the fields that are looked at"}}},
			Clause:  "GB/T 36344-2018 0201, element completeness",
			Example: "- {empty_record: true}",
		},
		Parse: parseEmptyRecord,
	}
}

func parseEmptyRecord(c *rules.Context) rules.Check {
	var names []string
	for _, f := range c.Fields {
		names = append(names, f.Name)
	}
	if c.Node.Type == rules.Map {
		r := reader(c, "empty_record")
		if r.Has("fields") {
			var ok bool
			if names, ok = fieldNodes(c, r.Texts("fields", false)); !ok {
				r.Finish()
				return nil
			}
		}
		r.Finish()
	} else if noOptions(c, "empty_record", emptyRecord{}) == nil {
		return nil
	}
	if len(names) == 0 {
		c.Diags.Addf(c.Node.Pos, "empty_record: the dataset declares no fields: declare them, or remove the rule")
		return nil
	}
	return emptyRecord{names}
}

type emptyRecord struct{ fields []string }

// Reads is empty: a missing value takes no row out of evaluation.
func (emptyRecord) Reads() []string     { return nil }
func (k emptyRecord) Canonical() string { return canonical("empty_record", k.fields) }

func (k emptyRecord) Pass(b rules.Builder) string {
	given := make([]string, len(k.fields))
	for i, f := range k.fields {
		given[i] = b.Text(f) + " IS NOT NULL"
	}
	return strings.Join(given, " OR ")
}

func (k emptyRecord) Holds(v rules.Values) bool {
	return slices.ContainsFunc(k.fields, func(f string) bool { _, given := v.Text(f); return given })
}
