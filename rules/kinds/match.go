package kinds

import (
	"strconv"

	"cdoscore/rules"
)

// Match fails where a value differs from the authoritative dataset's.
func Match() *rules.Kind {
	return &rules.Kind{
		Name: "match", Scope: rules.JoinScope, Indicator: "0401",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "跨部门比对", ZhHant: "跨部門比對", En: "Match"},
			Counts:  rules.Text{ZhHans: "与权威数据集同一主键记录的取值不同即不合格：日期、数值按类型比较，其他按去空白文本比较。", ZhHant: "與權威數據集同一主鍵記錄的取值不同即不合格：日期、數值按類型比較，其他按去空白文字比較。", En: "Fails where a compared value differs from that of the row with the same key in the other dataset's bound snapshot: dates, numbers and booleans by type where both fields declare it, else trimmed text."},
			Over:    rules.Text{ZhHans: "各字段有值、主键在对方恰有一条、对方取值不缺的记录；对方没有或不唯一的另行报告。", ZhHant: "各欄位有值、主鍵在對方恰有一條、對方取值不缺的記錄；對方沒有或不唯一的另行報告。", En: "Rows with all values whose key stands exactly once in the other dataset, with its values there; absent and ambiguous keys are reported, not evaluated."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{
				{Name: "against", Type: "dataset", Text: rules.Text{ZhHans: "权威数据集（单位/数据集）", ZhHant: "權威數據集（單位/數據集）", En: "the authoritative dataset, unit/name"}},
				{Name: "on", Type: "fields", Text: rules.Text{ZhHans: "主键：本方字段: 对方字段", ZhHant: "主鍵：本方欄位: 對方欄位", En: "the key, as own field: other field, or a list of equal names"}},
				{Name: "fields", Type: "fields", Text: rules.Text{ZhHans: "比较的字段：本方字段: 对方字段", ZhHant: "比較的欄位：本方欄位: 對方欄位", En: "what is compared, likewise"}},
			},
			Clause:  "GB/T 36344-2018 0401, same data agrees",
			Example: "- {id: same-name, match: {against: police/population, on: {id_no: id_no}, fields: {name: name}}}",
		},
		Parse: parseMatch,
	}
}

func parseMatch(c *rules.Context) rules.Check {
	r := reader(c, "match")
	against, on, fields := r.Require("against"), r.Require("on"), r.Require("fields")
	r.Finish()
	if against == nil || on == nil || fields == nil {
		return nil
	}
	target, known := otherDataset(c, "match", against)
	if !known {
		return nil
	}
	keys, ok := pairs(c, r, "on", on, against.Text, target)
	values, good := pairs(c, r, "fields", fields, against.Text, target)
	if !ok || !good {
		return nil
	}
	return match{against.Text, keys, values}
}

// otherDataset resolves the dataset that a rule looks into.
func otherDataset(c *rules.Context, kind string, n *rules.Node) ([]rules.Field, bool) {
	if c.OtherFields == nil {
		c.Diags.Addf(n.Pos, "%s: to judge against %q a workspace is needed: check the file with the workspace's dataset, or remove the rule", kind, n.Text)
		return nil, false
	}
	fields, known := c.OtherFields(n.Text)
	if !known {
		c.Diags.Addf(n.Pos, "unknown dataset %q%s", n.Text, rules.Suggest(n.Text, c.DatasetIDs))
	}
	return fields, known
}

// pairs reads own and other fields: a mapping, or a list of names that both have.
func pairs(c *rules.Context, r *rules.Reader, key string, n *rules.Node, dataset string, target []rules.Field) ([]rules.Pair, bool) {
	var own, other []*rules.Node
	if n.Type == rules.Map {
		for _, e := range n.Entries {
			own = append(own, &rules.Node{Pos: e.Pos, Type: rules.String, Text: e.Key})
			other = append(other, e.Value)
		}
	} else {
		own = r.TextNodes(n, key, false)
		other = own
	}
	mine, ok := fieldNodes(c, own)
	theirs, good := otherNames(c, other, dataset, target)
	if !ok || !good {
		return nil, false
	}
	out := make([]rules.Pair, len(mine))
	for i := range mine {
		out[i] = rules.Pair{Mine: mine[i], Theirs: theirs[i]}
	}
	return out, true
}

type match struct {
	dataset    string
	on, values []rules.Pair
}

func (k match) Reads() []string {
	var out []string
	for _, p := range append(append([]rules.Pair{}, k.on...), k.values...) {
		out = append(out, p.Mine)
	}
	return out
}

func (k match) Canonical() string { return canonical("match", k.dataset, k.on, k.values) }

func (k match) Target() (string, []string) {
	var theirs []string
	for _, p := range k.on {
		theirs = append(theirs, p.Theirs)
	}
	return k.dataset, theirs
}

func (k match) Pairs() (on, values []rules.Pair) { return k.on, k.values }

func (k match) Unmatched(absent, ambiguous, theirsMissing int64) rules.Note {
	n := func(i int64) string { return strconv.FormatInt(i, 10) }
	return rules.Note{Key: "reason.match.unmatched", Args: []string{k.dataset, n(absent), n(ambiguous), n(theirsMissing)}}
}
