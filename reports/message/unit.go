package message

// unitTexts are the sentences and labels of the unit workbook.
func unitTexts() []entry {
	return []entry{
		{"unit.title", "单位数据质量评估表", "單位數據質量評估表", "Data quality assessment of the unit"},
		{"cover.unit", "单位名称", "單位名稱", "Unit"},
		{"cover.period", "评估周期", "評估週期", "Assessed slot"},
		{"cover.cdo", "首席数据官(任期)", "首席數據官(任期)", "Chief data officer (tenure)"},
		{"cover.score", "综合得分", "綜合得分", "Overall score"},
		{"cover.band", "等次", "等次", "Grade"},
		{"cover.rank", "组内位次", "組內位次", "Rank within the tier"},
		{"cover.rank_of", "第 {0} 位（{1}共 {2} 个单位参加排名）", "第 {0} 位（{1}共 {2} 個單位參加排名）", "{0} (tier: {1}; {2} units ranked)"},
		{"cover.judged", "评定覆盖率", "評定覆蓋率", "Judged share"},
		{"cover.with_waivers", "含豁免得分", "含豁免得分", "Score with waivers"},
		{"cover.without_waivers", "不含豁免得分", "不含豁免得分", "Score without waivers"},
		{"cover.cutoff", "数据截止时间", "數據截止時間", "Data cut-off"},
		{"cover.check_code", "校验码", "校驗碼", "Check code"},
		{"cover.prepared", "制表人", "製表人", "Prepared by"},
		{"cover.reviewed", "审核人", "審核人", "Reviewed by"},
		{"cover.approved", "批准人", "批准人", "Approved by"},

		{"conclusion.title", "数据质量评估结论", "數據質量評估結論", "Conclusion of the assessment"},
		{"conclusion.total", "综合", "綜合", "Overall"},
		{"conclusion.cause", "{0} · {1}（评价 {2}，不合格 {3}）", "{0} · {1}（評價 {2}，不合格 {3}）", "{0} · {1} (evaluated {2}, failed {3})"},
		{"conclusion.no_cause", "未失分", "未失分", "No points lost"},
		{"conclusion.nothing", "本期没有可评定的维度。", "本期沒有可評定的維度。", "No dimension could be assessed for this slot."},
		{"conclusion.chart", "五性得分对比", "五性得分對比", "The five dimensions compared"},
		{"conclusion.chart_data", "图中数据", "圖中數據", "Figures of the chart"},
		{"conclusion.note_missing", "图中只列本期已评定的维度；空白表示没有可比数据。", "圖中只列本期已評定的維度；空白表示沒有可比數據。", "The chart shows only dimensions assessed for this slot; a blank means that there is nothing to compare."},
		{"conclusion.note_lost", "得分按 100 分计；失分与仍可挽回是单位百分制综合得分中的分数；“不适用”不计分，其权重由同级项目分担。", "得分按 100 分計；失分與仍可挽回是單位百分制綜合得分中的分數；「不適用」不計分，其權重由同級項目分擔。", "Scores are out of 100. Points lost and recoverable are points of the unit's overall 100. What is not assessed earns nothing and loses nothing: its siblings carry its weight."},
		{"conclusion.note_authenticity", "真实性由系统自动比对，只提供线索，须经人工核实。", "真實性由系統自動比對，只提供線索，須經人工核實。", "Authenticity is compared automatically and gives indications only, to be verified by people."},

		{"datasets.title", "数据集得分表", "數據集得分表", "Scores of the datasets"},
		{"datasets.note_missing", "缺报包括文件无法读取和数据源故障；免责包括平台故障和已申报的停机，不计入失分。", "缺報包括文件無法讀取和數據源故障；免責包括平台故障和已申報的停機，不計入失分。", "Missing includes unreadable files and failures of the unit's source; excused are failures of the platform and declared outages, which cost nothing."},
		{"datasets.out_of_scope", "（不计分）", "（不計分）", " (not scored)"},
		{"datasets.note_scope", "标“不计分”的数据集不在评估范围内，只列示结果。", "標「不計分」的數據集不在評估範圍內，只列示結果。", "Datasets marked “not scored” are out of scope: their results are shown only."},

		{"rules.title", "规则明细表", "規則明細表", "Rules in detail"},
		{"rules.shadow", "（试行，不计分）", "（試行，不計分）", " (trial, not scored)"},
		{"rules.note_rate", "合格率 = 1 − 不合格数 ÷ 评价数；评价数为 0 的规则不适用。95%区间为威尔逊区间的下限与上限。", "合格率 = 1 − 不合格數 ÷ 評價數；評價數為 0 的規則不適用。95%區間為威爾遜區間的下限與上限。", "Pass rate = 1 − failed ÷ evaluated; a rule with nothing evaluated is not assessed. The 95% interval is the lower and upper Wilson bound."},
		{"rules.note_small", "评价数少于 {0} 的，95%区间处注明“样本不足”，不据此排名。", "評價數少於 {0} 的，95%區間處註明「樣本不足」，不據此排名。", "Below {0} evaluated the interval reads “Sample too small”, and nothing is ranked on it."},
		{"rules.note_links", "点击得分点编号可查看该规则的问题样例。", "點擊得分點編號可查看該規則的問題樣例。", "A point code that is a link leads to the samples of its rule."},

		{"deliveries.title", "数据报送台账", "數據報送台賬", "Register of deliveries"},
		{"deliveries.note_hash", "文件摘要值为冻结数据的 SHA-256，可用于核对所评数据。", "文件摘要值為凍結數據的 SHA-256，可用於核對所評數據。", "The file digest is the SHA-256 of the frozen data, by which the assessed data can be verified."},

		{"samples.title", "问题样例（脱敏）", "問題樣例（脫敏）", "Samples of failing rows (masked)"},
		{"samples.note_masked", "涉及个人信息的值已脱敏；每条规则只列行号最小的若干条，全部明细由本单位数据专员按规定调取。", "涉及個人信息的值已脫敏；每條規則只列行號最小的若干條，全部明細由本單位數據專員按規定調取。", "Personal data are masked. Each rule shows its first failing rows only; the unit's data officer may draw the full list under the rules."},

		{"rectify.title", "问题整改清单", "問題整改清單", "Rectification list"},
		{"rectify.system", "系统下发", "系統下發", "Issued by the system"},
		{"rectify.unit", "单位填", "單位填", "Filled in by the unit"},
		{"rectify.check", "系统填", "系統填", "Filled in by the system"},
		{"rectify.note_order", "按失分从高到低排列；“单位填”各栏由责任处室填写，“系统填”各栏在下次核验后生成。", "按失分從高到低排列；「單位填」各欄由責任處室填寫，「系統填」各欄在下次核驗後生成。", "Ordered by points lost. The office in charge fills in the unit's columns; the system's columns appear after the next check."},
		{"rectify.not_started", "未开始", "未開始", "Not started"},
		{"rectify.in_progress", "整改中", "整改中", "In progress"},
		{"rectify.done", "已完成", "已完成", "Done"},
		{"rectify.cannot", "无法整改（须说明）", "無法整改（須說明）", "Cannot be done (explain)"},
		{"rectify.choose", "请从下拉列表中选择。", "請從下拉列表中選擇。", "Choose from the list."},
		{"rectify.date_wanted", "请填写日期，例如 2026-03-31。", "請填寫日期，例如 2026-03-31。", "Enter a date, for example 2026-03-31."},
	}
}
