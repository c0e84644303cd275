package kinds

import "cdoscore/rules"

// DuplicateRow fails every row of a group of two or more that are equal as a whole.
func DuplicateRow() *rules.Kind {
	return &rules.Kind{
		Name: "duplicate_row", Scope: rules.UniqueScope, Indicator: "0304",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "重复记录", ZhHant: "重複記錄", En: "Duplicate row"},
			Counts:  rules.Text{ZhHans: "除忽略字段外，整行去空白后相同的两条及以上记录全部不合格；另存重复组数。", ZhHant: "除忽略欄位外，整行去空白後相同的兩條及以上記錄全部不合格；另存重複組數。", En: "Every row of a group of two or more fails whose trimmed texts are equal in all received columns but the ignored fields; a missing value equals a missing one. The number of groups is stored too."},
			Over:    rules.Text{ZhHans: "至少有一个值的记录。", ZhHant: "至少有一個值的記錄。", En: "Rows with a value in at least one of the columns."},
			Missing: rules.Text{ZhHans: "缺失值视为相同；全部缺失的记录不评价。", ZhHant: "缺失值視為相同；全部缺失的記錄不評價。", En: "Missing values are equal; a row without any value is not evaluated."},
			Options: []rules.Option{{Name: "ignore", Type: "fields", Default: "none", Text: rules.Text{ZhHans: "不参与比较的字段，如流水号", ZhHant: "不參與比較的欄位，如流水號", En: "fields that are not compared, such as a serial number"}}},
			Clause:  "GB/T 36344-2018 0303, duplicate rows",
			Example: "- {duplicate_row: {ignore: [serial_no]}}",
		},
		Parse: func(c *rules.Context) rules.Check {
			if c.Node.Type != rules.Map {
				return noOptions(c, "duplicate_row", duplicateRow{})
			}
			r := reader(c, "duplicate_row")
			var k duplicateRow
			ok := true
			if r.Has("ignore") {
				k.ignored, ok = fieldNodes(c, r.Texts("ignore", false))
			}
			r.Finish()
			if !ok {
				return nil
			}
			return k
		},
	}
}

type duplicateRow struct{ ignored []string }

// Reads is empty: a missing value takes no row out of evaluation.
func (duplicateRow) Reads() []string           { return nil }
func (k duplicateRow) Canonical() string       { return canonical("duplicate_row", k.ignored) }
func (k duplicateRow) Whole() (bool, []string) { return true, k.ignored }
