package message

// cityTexts are the sentences and labels of the city workbook.
func cityTexts() []entry {
	return []entry{
		{"city.title", "全市数据质量评估表", "全市數據質量評估表", "Data quality assessment of the city"},
		{"overview.title", "{0}数据质量评估总体情况", "{0}數據質量評估總體情況", "{0}: data quality overview"},
		{"overview.summary", "本期评估 {0} 个单位、{1} 个数据集：{2} 个单位已评定，{3} 个单位没有可评定的数据。", "本期評估 {0} 個單位、{1} 個數據集：{2} 個單位已評定，{3} 個單位沒有可評定的數據。", "This period covers {0} units and {1} datasets: {2} units are graded, {3} have nothing that could be judged."},
		{"overview.delivery", "应报 {0} 期，按时 {1} 期，迟报 {2} 期，缺报 {3} 期，免责 {4} 期。", "應報 {0} 期，按時 {1} 期，遲報 {2} 期，缺報 {3} 期，免責 {4} 期。", "Of {0} deliveries due, {1} were on time, {2} late, {3} missing and {4} excused."},
		{"overview.rectified", "下发整改问题 {0} 个，已完成 {1} 个，逾期 {2} 个，复发 {3} 个；异议中 {4} 件。", "下發整改問題 {0} 個，已完成 {1} 個，逾期 {2} 個，復發 {3} 個；異議中 {4} 件。", "Of {0} findings issued, {1} were put right, {2} are overdue and {3} came back; {4} appeals are pending."},
		{"overview.bands", "一、各组等次分布（单位数）", "一、各組等次分佈（單位數）", "1. Grades by tier (number of units)"},
		{"overview.total", "合计", "合計", "Total"},
		{"overview.chart", "各组等次分布", "各組等次分佈", "Grades by tier"},
		{"overview.rose", "二、得分上升最多的单位", "二、得分上升最多的單位", "2. Units that rose most"},
		{"overview.fell", "三、得分下降最多的单位", "三、得分下降最多的單位", "3. Units that fell most"},
		{"overview.none", "无", "無", "None"},
		{"overview.no_movers", "没有：上期没有可比的得分，或得分没有变化。", "沒有：上期沒有可比的得分，或得分沒有變化。", "None: there is no earlier score to compare with, or none changed."},
		{"overview.action", "四、需要督促的单位", "四、需要督促的單位", "4. Units that need action"},
		{"overview.why", "需要督促的原因", "需要督促的原因", "Why"},
		{"overview.why_streak", "连续 {0} 期未报送", "連續 {0} 期未報送", "nothing delivered for {0} slots in a row"},
		{"overview.why_band", "等次为最低一档", "等次為最低一檔", "has the lowest grade"},
		{"overview.why_unassessed", "没有可评定的数据", "沒有可評定的數據", "nothing could be judged"},
		{"overview.and", "；", "；", "; "},
		{"overview.more", "另有 {0} 个单位，见“组内排名”和“报送情况”。", "另有 {0} 個單位，見「組內排名」和「報送情況」。", "{0} more: see the sheets Ranking and Reporting."},
		{"overview.note", "需要督促：等次为最低一档、连续两期以上未报送，或应报而没有可评定的数据。", "需要督促：等次為最低一檔、連續兩期以上未報送，或應報而沒有可評定的數據。", "A unit needs action when it has the lowest grade, has missed two or more slots in a row, or owed data and had nothing that could be judged."},

		{"ranking.title", "组内排名表", "組內排名表", "Ranking within tiers"},
		{"ranking.note_partial", "“—”表示未评：本期只评定数据质量一项，综合得分即数据质量得分（百分制）；其余指标评定后再计入。", "「—」表示未評：本期只評定數據質量一項，綜合得分即數據質量得分（百分制）；其餘指標評定後再計入。", "“—” means not assessed: only data quality is assessed for this period, so the overall score is that of data quality (out of 100); the other indicators count once they are assessed."},
		{"ranking.note_tiers", "只在组内排名；得分相同的单位并列；样本不足或未评定的单位不排名。", "只在組內排名；得分相同的單位並列；樣本不足或未評定的單位不排名。", "Units are ranked within their tier only; equal scores share a rank; units with too small a sample or without a grade are not ranked."},

		{"ranking.appeal_filed", "提出 {0} 件", "提出 {0} 件", "{0} filed"},
		{"ranking.appeal_contested", "异议中 {0} 件", "異議中 {0} 件", "{0} pending"},
		{"ranking.appeal_ended", "已办结 {0} 件", "已辦結 {0} 件", "{0} ended"},
		{"ranking.if_upheld", "如异议全部成立：{0} 分，第 {1} 位", "如異議全部成立：{0} 分，第 {1} 位", "If all appeals are upheld: {0} points, rank {1}"},
		{"ranking.if_upheld_unranked", "如异议全部成立：{0} 分", "如異議全部成立：{0} 分", "If all appeals are upheld: {0} points"},
		{"ranking.if_others", "如他方异议全部成立：第 {0} 位", "如他方異議全部成立：第 {0} 位", "If the others' appeals are upheld: rank {0}"},
		{"ranking.note_appeals", "异议未核实前，得分和位次按原结果列示；备注列示争议得分点全部返还后的得分和位次。", "異議未核實前，得分和位次按原結果列示；備註列示爭議得分點全部返還後的得分和位次。", "While an appeal is pending, scores and ranks stand as they are; the remark says what they would be with every contested point given back."},

		{"rectified.title", "整改情况表", "整改情況表", "Rectification by unit"},
		{"rectified.note", "整改率 = 已消除或销号的问题数 ÷ 问题数；按本期末的状态统计。", "整改率 = 已消除或銷號的問題數 ÷ 問題數；按本期末的狀態統計。", "Rate put right = findings put right or closed ÷ findings, as they stand at the period's end."},

		{"disagreements.title", "跨部门数据不一致情况表", "跨部門數據不一致情況表", "Disagreements between units"},
		{"disagreements.note", "被指定为权威的一方未必正确，不一致须由双方核实；比对数少于 {0} 的不列为建议议题。", "被指定為權威的一方未必正確，不一致須由雙方核實；比對數少於 {0} 的不列為建議議題。", "The side named as authority need not be right: both must verify. Below {0} compared, nothing is proposed."},
		{"disagreements.propose", "建议由{0}、{1}核对“{2}”的“{3}”，提交首席数据官联席会议", "建議由{0}、{1}核對「{2}」的「{3}」，提交首席數據官聯席會議", "For the joint conference: {0} and {1} to reconcile “{3}” of “{2}”"},

		{"trend.title_city", "各组得分走势表", "各組得分走勢表", "Trend by tier"},
		{"trend.chart_city", "各组得分中位数走势", "各組得分中位數走勢", "Medians by tier"},
		{"trend.note_city", "各组得分为该组已评定单位得分的中位数。", "各組得分為該組已評定單位得分的中位數。", "A tier's figure is the median of its assessed units."},

		{"heatmap.title", "五性热力表", "五性熱力表", "Heat map of the five dimensions"},
		{"heatmap.note", "颜色越深，得分越低；得分为百分制，“不适用”表示没有可评定的数据。", "顏色越深，得分越低；得分為百分制，「不適用」表示沒有可評定的數據。", "The darker the cell, the lower the score (out of 100); “Not assessed” means that nothing could be judged."},

		{"reporting.title", "数据报送情况表", "數據報送情況表", "Deliveries by unit"},
		{"reporting.note_missing", "缺报包括文件无法读取；平台故障(免责)包括已申报的停机。", "缺報包括文件無法讀取；平台故障(免責)包括已申報的停機。", "Missing includes unreadable files; Platform failed (excused) includes declared outages."},
		{"reporting.note_rate", "按时率 = 按时 ÷（应报 − 平台故障(免责)）；连续缺报期数取该单位各数据集中最长者。", "按時率 = 按時 ÷（應報 − 平台故障(免責)）；連續缺報期數取該單位各數據集中最長者。", "On-time rate = on time ÷ (due − platform failed (excused)); the slots missed in a row are those of the unit's worst dataset."},
	}
}
