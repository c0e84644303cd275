package message

// forms are the names of sheets and what every form carries around its table.
func forms() []entry {
	return []entry{
		{"sheet.cover", "封面", "封面", "Cover"},
		{"sheet.conclusion", "评估结论", "評估結論", "Conclusion"},
		{"sheet.datasets", "数据集得分", "數據集得分", "Dataset scores"},
		{"sheet.rules", "规则明细", "規則明細", "Rules"},
		{"sheet.deliveries", "报送台账", "報送台賬", "Deliveries"},
		{"sheet.samples", "问题样例", "問題樣例", "Samples"},
		{"sheet.rectify", "整改清单", "整改清單", "Rectification"},
		{"sheet.method", "评估方法", "評估方法", "Method"},
		{"sheet.choices", "填报选项", "填報選項", "Choices"},
		{"sheet.overview", "总体情况", "總體情況", "Overview"},
		{"sheet.ranking", "组内排名", "組內排名", "Ranking"},
		{"sheet.heatmap", "五性热力表", "五性熱力表", "Heat map"},
		{"sheet.reporting", "报送情况", "報送情況", "Reporting"},

		{"form.number", "表　　号：数评{0}表", "表　　號：數評{0}表", "Form: DQ {0}"},
		{"form.issuer", "制定机关：{0}", "制定機關：{0}", "Issued by: {0}"},
		{"form.document", "文　　号：{0}", "文　　號：{0}", "Document: {0}"},
		{"form.valid_until", "有效期至：{0}", "有效期至：{0}", "Valid until: {0}"},
		{"form.blank", "＿＿＿＿＿＿", "＿＿＿＿＿＿", "____________"},
		{"form.unit", "填报单位：{0}", "填報單位：{0}", "Unit: {0}"},
		{"form.city", "评估范围：{0}", "評估範圍：{0}", "Scope: {0}"},
		{"form.period", "评估期次：{0}　　数据截止时间：{1}", "評估期次：{0}　　數據截止時間：{1}", "Slot: {0}    Data cut-off: {1}"},
		{"form.clerk", "填报人：", "填報人：", "Completed by:"},
		{"form.reviewer", "审核人：", "審核人：", "Reviewed by:"},
		{"form.head", "单位负责人：", "單位負責人：", "Head of unit:"},
		{"form.seal", "（盖章）", "（蓋章）", "(Seal)"},
		{"form.page", "第 &P 页，共 &N 页", "第 &P 頁，共 &N 頁", "Page &P of &N"},
		{"form.no_rows", "本期无记录。", "本期無記錄。", "Nothing to list for this slot."},
		{"form.notes", "说明：", "說明：", "Notes: "},
		{"form.control_characters", "表中 <NUL>、<TAB> 等代表原文中的控制字符。", "表中 <NUL>、<TAB> 等代表原文中的控制字符。", "Names such as <NUL> and <TAB> stand for control characters of the original text."},
		{"form.cut", "…（原文共 {0} 字，此处截断）", "…（原文共 {0} 字，此處截斷）", "… (cut; the original has {0} characters)"},
	}
}
