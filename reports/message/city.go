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
		{"ranking.note_partial", "“—”表示未评：本期只评定数据质量一项，综合得分即数据质量得分（百分制）；资产管理至加减分各列只在年度考核中评定，见年度的评估表。", "「—」表示未評：本期只評定數據質量一項，綜合得分即數據質量得分（百分制）；資產管理至加減分各列只在年度考核中評定，見年度的評估表。", "“—” means not assessed: only data quality is assessed for this period, so the overall score is that of data quality (out of 100). The columns from asset management to adjustments are assessed once a year: see the year's workbook."},
		{"ranking.annual_none", "“—”表示未评：本周期的年度考核尚未启动，没有评审得分；综合得分暂为数据质量得分（百分制）。", "「—」表示未評：本週期的年度考核尚未啟動，沒有評審得分；綜合得分暫為數據質量得分（百分制）。", "“—” means not assessed: the annual evaluation of this cycle is not opened, and there are no reviewers' points; for now the overall score is that of data quality (out of 100)."},
		{"ranking.annual_frozen", "“—”表示未评：评分配置与本周期冻结的版本不一致，暂不计算年度得分；综合得分暂为数据质量得分（百分制）。", "「—」表示未評：評分配置與本週期凍結的版本不一致，暫不計算年度得分；綜合得分暫為數據質量得分（百分制）。", "“—” means not assessed: the scoring configuration is another than the cycle's frozen version, so that no annual points are computed; for now the overall score is that of data quality (out of 100)."},
		{"ranking.annual_note_final", "综合得分、等次和位次为年度考核审定结果第 {0} 版（{1} 审定，{2}）；其他工作表仍为数据质量得分（百分制）。", "綜合得分、等次和位次為年度考核審定結果第 {0} 版（{1} 審定，{2}）；其他工作表仍為數據質量得分（百分制）。", "Overall score, grade and rank are the approved annual result, version {0} ({1}, {2}); the other sheets show data quality alone (out of 100)."},
		{"ranking.annual_note_draft", "年度考核结果尚未审定：备注为“暂定”的得分、等次和位次以审定结果为准；其他工作表仍为数据质量得分（百分制）。", "年度考核結果尚未審定：備註為「暫定」的得分、等次和位次以審定結果為準；其他工作表仍為數據質量得分（百分制）。", "The annual result is not approved yet: what the remark calls provisional may change until it is; the other sheets show data quality alone (out of 100)."},
		{"ranking.annual_note_sum", "综合得分 = 各项指标得分与加减分之和；加减分为实际计入的分数（综合得分限于 0 至 100 分）。", "綜合得分 = 各項指標得分與加減分之和；加減分為實際計入的分數（綜合得分限於 0 至 100 分）。", "Overall score = the indicators' points and the adjustment; the adjustment is what counted of it (the overall score stays within 0 to 100)."},
		{"ranking.annual_provisional", "暂定", "暫定", "Provisional"},
		{"ranking.annual_version", "审定结果第 {0} 版", "審定結果第 {0} 版", "Approved, version {0}"},
		{"ranking.annual_signed_off", "已签署（{0}）", "已簽署（{0}）", "Signed off ({0})"},
		{"ranking.annual_contested", "年度指标异议中：{0}", "年度指標異議中：{0}", "Annual items objected to: {0}"},
		{"ranking.annual_contested_whole", "年度结果异议中", "年度結果異議中", "Annual result objected to"},
		{"ranking.note_tiers", "只在组内排名；得分相同的单位并列；样本不足或未评定的单位不排名。", "只在組內排名；得分相同的單位並列；樣本不足或未評定的單位不排名。", "Units are ranked within their tier only; equal scores share a rank; units with too small a sample or without a grade are not ranked."},

		{"ranking.appeal_filed", "提出 {0} 件", "提出 {0} 件", "{0} filed"},
		{"ranking.appeal_contested", "异议中 {0} 件", "異議中 {0} 件", "{0} pending"},
		{"ranking.appeal_ended", "已办结 {0} 件", "已辦結 {0} 件", "{0} ended"},
		{"ranking.if_upheld", "如异议全部成立：{0} 分，第 {1} 位", "如異議全部成立：{0} 分，第 {1} 位", "If all appeals are upheld: {0} points, rank {1}"},
		{"ranking.if_upheld_unranked", "如异议全部成立：{0} 分", "如異議全部成立：{0} 分", "If all appeals are upheld: {0} points"},
		{"ranking.if_others", "如他方异议全部成立：第 {0} 位", "如他方異議全部成立：第 {0} 位", "If the others' appeals are upheld: rank {0}"},
		{"ranking.quality_if_upheld", "如异议全部成立：数据质量 {0} 分，按数据质量第 {1} 位（现第 {2} 位）", "如異議全部成立：數據質量 {0} 分，按數據質量第 {1} 位（現第 {2} 位）", "If all appeals are upheld: data quality {0} points, rank {1} by data quality (now {2})"},
		{"ranking.quality_if_upheld_unranked", "如异议全部成立：数据质量 {0} 分", "如異議全部成立：數據質量 {0} 分", "If all appeals are upheld: data quality {0} points"},
		{"ranking.quality_if_others", "如他方异议全部成立：按数据质量第 {0} 位（现第 {1} 位）", "如他方異議全部成立：按數據質量第 {0} 位（現第 {1} 位）", "If the others' appeals are upheld: rank {0} by data quality (now {1})"},
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
