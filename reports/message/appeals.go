package message

// appealTexts name the states of an appeal and what is told of one, in commands and
// on pages.
func appealTexts() []entry {
	return []entry{
		{"appeal.filed", "提出", "提出", "filed"},
		{"appeal.accepted", "受理", "受理", "accepted"},
		{"appeal.flagged", "标注", "標註", "flagged"},
		{"appeal.verified", "核实", "核實", "verified"},
		{"appeal.withdrawn", "撤回", "撤回", "withdrawn"},
		{"appeal.archived", "归档", "歸檔", "archived"},
		{"appeal.upheld", "异议成立", "異議成立", "upheld"},
		{"appeal.dismissed", "异议不成立", "異議不成立", "dismissed"},
		{"appeal.none", "尚无异议申请。", "尚無異議申請。", "No appeal has been filed yet."},
		{"appeal.number", "编号", "編號", "Number"},
		{"appeal.content", "异议内容", "異議內容", "Objection"},
		{"appeal.filed_on", "提出日期", "提出日期", "Filed on"},
		{"appeal.due", "下一步期限", "下一步期限", "Next step by"},
		{"appeal.late", "{0}（已逾期）", "{0}（已逾期）", "{0} (overdue)"},
		{"appeal.run", "运行", "執行", "Run"},
		{"appeal.at", "时间", "時間", "At"},
		{"appeal.by", "经办", "經辦", "By"},
		{"appeal.document", "文号", "文號", "Document"},
		{"appeal.note", "说明", "說明", "Note"},
		{"appeal.version", "规则版本", "規則版本", "Rule version"},
		{"appeal.counts", "不合格/豁免/评价", "不合格/豁免/評價", "Failed/exempt/evaluated"},
		{"appeal.score", "数据集得分", "數據集得分", "Dataset score"},
	}
}
