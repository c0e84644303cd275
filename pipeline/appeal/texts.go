package appeal

import "cdoscore/rules"

// Texts name the states of an appeal and what is told of one, in commands and on
// pages. The caller owns the map.
func Texts() map[string]rules.Text {
	return map[string]rules.Text{
		"appeal.filed":     {ZhHans: "提出", ZhHant: "提出", En: "filed"},
		"appeal.accepted":  {ZhHans: "受理", ZhHant: "受理", En: "accepted"},
		"appeal.flagged":   {ZhHans: "标注", ZhHant: "標註", En: "flagged"},
		"appeal.verified":  {ZhHans: "核实", ZhHant: "核實", En: "verified"},
		"appeal.withdrawn": {ZhHans: "撤回", ZhHant: "撤回", En: "withdrawn"},
		"appeal.archived":  {ZhHans: "归档", ZhHant: "歸檔", En: "archived"},
		"appeal.upheld":    {ZhHans: "异议成立", ZhHant: "異議成立", En: "upheld"},
		"appeal.dismissed": {ZhHans: "异议不成立", ZhHant: "異議不成立", En: "dismissed"},
		"appeal.none":      {ZhHans: "尚无异议申请。", ZhHant: "尚無異議申請。", En: "No appeal has been filed yet."},
		"appeal.number":    {ZhHans: "编号", ZhHant: "編號", En: "Number"},
		"appeal.content":   {ZhHans: "异议内容", ZhHant: "異議內容", En: "Objection"},
		"appeal.filed_on":  {ZhHans: "提出日期", ZhHant: "提出日期", En: "Filed on"},
		"appeal.due":       {ZhHans: "下一步期限", ZhHant: "下一步期限", En: "Next step by"},
		"appeal.late":      {ZhHans: "{0}（已逾期）", ZhHant: "{0}（已逾期）", En: "{0} (overdue)"},
		"appeal.run":       {ZhHans: "运行", ZhHant: "執行", En: "Run"},
		"appeal.at":        {ZhHans: "时间", ZhHant: "時間", En: "At"},
		"appeal.by":        {ZhHans: "经办", ZhHant: "經辦", En: "By"},
		"appeal.document":  {ZhHans: "文号", ZhHant: "文號", En: "Document"},
		"appeal.note":      {ZhHans: "说明", ZhHant: "說明", En: "Note"},
		"appeal.version":   {ZhHans: "规则版本", ZhHant: "規則版本", En: "Rule version"},
		"appeal.counts":    {ZhHans: "不合格/豁免/评价", ZhHant: "不合格/豁免/評價", En: "Failed/exempt/evaluated"},
		"appeal.score":     {ZhHans: "数据集得分", ZhHant: "數據集得分", En: "Dataset score"},
	}
}
