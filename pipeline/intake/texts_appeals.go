package intake

// appealTexts are those of the pages of appeals.
func appealTexts() []entry {
	return []entry{
		{"appeals.title", "异议申请", "異議申請", "Appeals"},
		{"appeals.city", "全市异议申请", "全市異議申請", "Appeals of the city"},
		{"appeal.title", "异议 {0}", "異議 {0}", "Appeal {0}"},
		{"appeal.file", "提出异议", "提出異議", "Raise an objection"},
		{"appeal.help", "每次对一个得分点提出。月、季、年评估表的得分点为所含期次的合计；对单一期次有异议的，填该期次的得分点编号。", "每次對一個得分點提出。月、季、年評估表的得分點為所含期次的合計；對單一期次有異議的，填該期次的得分點編號。", "One scored line at a time. In a month's, quarter's or year's workbook a line sums its slots; to object to one slot use that slot's code."},
		{"appeal.code_help", "例如 HRSS-20260302-7F3A91C4，见评估表“规则明细”，或在“本单位评估”页点“提出异议”。", "例如 HRSS-20260302-7F3A91C4，見評估表「規則明細」，或在「本單位評估」頁點「提出異議」。", "Such as HRSS-20260302-7F3A91C4: it stands in the workbook, and Object in the scorecard leads here with it."},
		{"appeal.go", "提交异议", "提交異議", "File the appeal"},
		{"appeal.about", "所涉期次", "所涉期次", "Slot or period"},
		{"appeal.withdraw", "撤回异议", "撤回異議", "Withdraw the appeal"},
		{"appeal.withdraw_help", "核实前可以撤回；撤回后如仍有异议，须重新提出。", "核實前可以撤回；撤回後如仍有異議，須重新提出。", "An appeal may be withdrawn until it is decided; to object again it must be filed anew."},
		{"appeal.rule", "异议成立，裁定由运维在服务器上执行（写豁免，或更正规则），适用于所有单位的同一规则：", "異議成立，裁定由運維在伺服器上執行（寫豁免，或更正規則），適用於所有單位的同一規則：", "The appeal is upheld. The operator carries out the ruling on the server (a waiver, or a corrected rule), for every unit with the same rule:"},
		{"step.accepted", "受理", "受理", "Accept it"},
		{"step.flagged", "标注", "標註", "Have the points marked"},
		{"step.verified", "核实", "核實", "Decide it"},
		{"step.archived", "归档", "歸檔", "Archive it"},
		{"step.refused", "不予受理", "不予受理", "Do not accept it"},
		{"step.outcome", "核实结论", "核實結論", "Decision"},
		{"step.document_help", "作出裁定的文号，例如 数评〔2026〕3号。", "作出裁定的文號，例如 數評〔2026〕3號。", "The number of the document under which it was ruled."},
		{"steps.title", "办理记录", "辦理記錄", "Steps"},
		{"sides.title", "得分点原结果与现结果", "得分點原結果與現結果", "The line before and now"},
		{"sides.help", "原结果是提出异议时的结果，现结果是最近一次评估的结果。", "原結果是提出異議時的結果，現結果是最近一次評估的結果。", "Before: when the appeal was filed. Now: the newest run that scored the slot."},
		{"sides.old", "原结果", "原結果", "Before"},
		{"sides.new", "现结果", "現結果", "Now"},
		{"sides.same", "没有重新评估，同原结果", "沒有重新評估，同原結果", "not scored again, as before"},
		{"sides.nowaiv", "不含豁免 {0}", "不含豁免 {0}", "{0} without waivers"},
		{"sides.none", "此得分点没有评估结果。", "此得分點沒有評估結果。", "No run scored this line."},
		{"sides.all", "各次评估的结果（{0} 次）", "各次評估的結果（{0} 次）", "All runs ({0})"},
	}
}
