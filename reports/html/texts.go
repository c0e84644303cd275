package html

import "cdoscore/rules"

// texts are the words that the pages have beyond the workbooks'.
func texts() map[string]rules.Text {
	out := map[string]rules.Text{}
	for _, e := range []struct{ key, hans, hant, en string }{
		{"page.lang", "zh-Hans", "zh-Hant", "en"},
		{"page.skip", "跳到正文", "跳到正文", "Skip to the content"},
		{"page.contents", "本页内容", "本頁內容", "On this page"},
		{"page.back", "返回数据集列表", "返回數據集列表", "Back to the datasets"},
		{"page.object", "提出异议", "提出異議", "Object"},
		{"page.contested", "异议中", "異議中", "Contested"},
		{"page.document", "文号", "文號", "Document"},
		{"page.valid_until", "有效期至", "有效期至", "Valid until"},
		{"page.whole_city", "全市", "全市", "Whole city"},

		{"page.rose", "得分上升最多的单位", "得分上升最多的單位", "Units that rose most"},
		{"page.fell", "得分下降最多的单位", "得分下降最多的單位", "Units that fell most"},
		{"page.action", "需要督促的单位", "需要督促的單位", "Units that need action"},
		{"page.ranking_partial", "本期只评定数据质量一项，综合得分即数据质量得分（百分制）；其余指标评定后再计入。", "本期只評定數據質量一項，綜合得分即數據質量得分（百分制）；其餘指標評定後再計入。", "Only data quality is assessed for this period, so the overall score is that of data quality (out of 100); the other indicators count once they are assessed."},
		{"page.tied", "并列", "並列", "shared"},
		{"page.datasets", "数据集数", "數據集數", "Datasets"},

		{"page.rank_of", "{0}共 {1} 个单位参加排名", "{0}共 {1} 個單位參加排名", "{0}: {1} units ranked"},
		{"page.previous", "上期 {0}", "上期 {0}", "previous {0}"},
		{"page.unrun", "本期有 {0} 个期次应评未评，结果不完整。", "本期有 {0} 個期次應評未評，結果不完整。", "{0} slots of the period are due and were never scored: the result is not whole."},
		{"page.full_marks", "满分", "滿分", "Full marks"},
		{"page.waterfall", "失分构成（横轴从 {0} 分起）", "失分構成（橫軸從 {0} 分起）", "Points lost (the axis starts at {0})"},
		{"page.locked", "已锁定失分", "已鎖定失分", "Lost for good"},
		{"page.note_locked", "已锁定失分是更正数据也不能挽回的失分：报送时限造成的失分，以及评估周期结束后的全部失分；其余为仍可挽回。", "已鎖定失分是更正數據也不能挽回的失分：報送時限造成的失分，以及評估週期結束後的全部失分；其餘為仍可挽回。", "Lost for good is what no correction can win back: what deadlines cost and, once the assessment cycle is over, everything. The rest is still recoverable."},

		{"page.trend", "得分走势", "得分走勢", "Trend"},
		{"page.trend_tiers", "各组得分中位数走势", "各組得分中位數走勢", "Medians by tier"},
		{"page.trend_says", "各期数值见图下“图中数据”。", "各期數值見圖下「圖中數據」。", "the figures are listed below under “Figures of the chart”."},
		{"page.step", "时间", "時間", "Step"},
		{"page.calendar", "每日报送日历", "每日報送日曆", "Calendar of daily deliveries"},
		{"page.calendar_note", "每格为当日数据的报送状态，空格表示当日无应报期次。", "每格為當日數據的報送狀態，空格表示當日無應報期次。", "Each cell is the state of that day's delivery; blank where none covers the day."},

		{"page.by_dataset", "各数据集的规则明细与问题样例", "各數據集的規則明細與問題樣例", "Rules and samples by dataset"},
		{"page.missing_of", "缺失数/适用数", "缺失數/適用數", "Missing / applicable"},
		{"page.slots", "合计期次", "合計期次", "Slots summed"},
		{"page.register_more", "另有 {0} 期，见评估表“报送台账”。", "另有 {0} 期，見評估表「報送台賬」。", "{0} earlier slots: see the sheet Deliveries of the workbook."},
		{"page.rectify_note", "按失分从高到低排列；整改答复在评估表或系统中填报。", "按失分從高到低排列；整改答覆在評估表或系統中填報。", "Ordered by points lost; replies are given in the workbook or the system."},

		{"page.rectified", "整改情况", "整改情況", "Rectification"},
		{"page.no_findings", "本期没有下发整改的问题。", "本期沒有下發整改的問題。", "No findings were issued."},
		{"page.findings", "问题数", "問題數", "Findings"},
		{"page.closed_in_time", "按期销号", "按期銷號", "Closed in time"},
		{"page.overdue", "逾期", "逾期", "Overdue"},
		{"page.recurred", "复发", "復發", "Recurred"},
		{"page.rectified_rate", "整改率", "整改率", "Rate put right"},
		{"page.longest", "最长未结天数", "最長未結天數", "Longest open (days)"},

		{"page.disagreements", "跨部门不一致", "跨部門不一致", "Disagreements between units"},
		{"page.disagreements_note", "被指定为权威的一方未必正确；不一致须由双方核实。", "被指定為權威的一方未必正確；不一致須由雙方核實。", "The side named as authority need not be right: both must verify."},
		{"page.compared_unit", "比对单位", "比對單位", "Compared unit"},
		{"page.authority", "权威单位", "權威單位", "Authority"},
		{"page.compared", "比对数", "比對數", "Compared"},
		{"page.disagree", "不一致数", "不一致數", "Disagree"},
		{"page.disagree_rate", "不一致率", "不一致率", "Rate"},
		{"page.proposal", "建议议题", "建議議題", "Proposed item"},
		{"page.propose", "建议提交联席会议", "建議提交聯席會議", "For the joint conference"},

		{"page.changes", "变更说明", "變更說明", "What changed"},
		{"page.change_day", "日期", "日期", "Day"},
		{"page.change_kind", "变更事项", "變更事項", "Change"},
		{"page.change_subject", "对象", "對象", "Subject"},
		{"page.change_was", "变更前", "變更前", "Before"},
		{"page.change_is", "变更后", "變更後", "After"},
		{"page.dimension_indicator", "维度与指标", "維度與指標", "Dimension, indicator"},
	} {
		out[e.key] = rules.Text{ZhHans: e.hans, ZhHant: e.hant, En: e.en}
	}
	return out
}
