package message

// methodTexts explain how a score comes about (the sheet 评估方法).
func methodTexts() []entry {
	return []entry{
		{"method.title", "评估方法", "評估方法", "Method of assessment"},
		{"method.weights", "一、维度、指标与权重", "一、維度、指標與權重", "1. Dimensions, indicators and weights"},
		{"method.indicator", "指标", "指標", "Indicator"},
		{"method.kinds", "检查内容", "檢查內容", "What is checked"},
		{"method.comma", "、", "、", ", "},
		{"method.formulas", "二、计算方法", "二、計算方法", "2. How a score comes about"},
		{"method.rate", "合格率 = 1 − 不合格数 ÷ 评价数。缺失值只计入完整性，不重复计入其他规则；评价数为 0 的不适用，其权重由同级项目分担。", "合格率 = 1 − 不合格數 ÷ 評價數。缺失值只計入完整性，不重複計入其他規則；評價數為 0 的不適用，其權重由同級項目分擔。", "Pass rate = 1 − failed ÷ evaluated. A missing value counts against completeness only; with nothing evaluated a rule is not assessed and its siblings carry its weight."},
		{"method.group", "同一指标、同一字段的多条规则合为一个检查组，同一处错误只计一次。", "同一指標、同一字段的多條規則合為一個檢查組，同一處錯誤只計一次。", "Rules of the same indicator and fields form one check group, in which a bad cell counts once."},
		{"method.rollup", "指标得分为各检查组合格率的加权平均 × 100，逐级加权得到维度得分和数据集得分。", "指標得分為各檢查組合格率的加權平均 × 100，逐級加權得到維度得分和數據集得分。", "An indicator is the weighted mean of its groups' pass rates × 100; weighted means lead on to dimensions and to the dataset."},
		{"method.cap", "单位得分按数据集重要程度加权平均；数据集不少于 {1} 个时，单个数据集的权重不超过 {0}。", "單位得分按數據集重要程度加權平均；數據集不少於 {1} 個時，單個數據集的權重不超過 {0}。", "The unit's score is the mean of its datasets weighted by importance; from {1} datasets on, none weighs more than {0}."},
		{"method.waivers", "含豁免得分不计已批准豁免的不合格数；含豁免与不含豁免的得分同时列示。", "含豁免得分不計已批准豁免的不合格數；含豁免與不含豁免的得分同時列示。", "The score with waivers leaves out failures under an approved waiver; both scores are shown."},
		{"method.minimum", "评价数少于 {0} 的，注明“样本不足”，不据此排名。", "評價數少於 {0} 的，註明「樣本不足」，不據此排名。", "Below {0} evaluated a rate is marked “Sample too small” and nothing is ranked on it."},
		{"method.interval", "95%区间采用威尔逊法，反映样本大小带来的不确定性，只用于说明，不影响得分。", "95%區間採用威爾遜法，反映樣本大小帶來的不確定性，只用於說明，不影響得分。", "The 95% interval (Wilson) shows the uncertainty that comes with the sample's size; it explains and does not change a score."},
		{"method.rounding", "得分四舍五入保留两位小数，等次和位次按四舍五入后的得分确定。", "得分四捨五入保留兩位小數，等次和位次按四捨五入後的得分確定。", "Scores are rounded half up to two decimals; grades and ranks come from the rounded score."},
		{"method.period", "月、季、年的得分：先按期次平均每个数据集的各项指标（每期只计一次），再逐级汇总；规则明细的各项计数为所含期次之和。", "月、季、年的得分：先按期次平均每個數據集的各項指標（每期只計一次），再逐級匯總；規則明細的各項計數為所含期次之和。", "A month, quarter or year: each dataset's indicators are averaged over its slots, each slot once, then rolled up; the counts of a rule are summed over the slots."},
		{"method.locked", "已锁定失分：按时报送、登记时滞两类规则的失分，时限已过，更正报送不能挽回；评估周期结束后，全部失分锁定。其余失分在周期结束前可通过更正报送挽回。", "已鎖定失分：按時報送、登記時滯兩類規則的失分，時限已過，更正報送不能挽回；評估週期結束後，全部失分鎖定。其餘失分在週期結束前可通過更正報送挽回。", "Points locked: those lost by rules of punctual delivery and record lag, whose time has passed, so that no correction wins them back; once the assessment cycle is over, all of them. Until then the rest can be won back by corrected deliveries."},
		{"method.contested", "异议处理：异议受理后至核实前，相关得分点标“异议中”，得分和位次不变，并列示争议得分点全部返还后的得分和位次；核实成立的，豁免或修正规则对所有单位适用。", "異議處理：異議受理後至核實前，相關得分點標「異議中」，得分和位次不變，並列示爭議得分點全部返還後的得分和位次；核實成立的，豁免或修正規則對所有單位適用。", "Appeals: from acceptance to decision a line is marked contested; scores and ranks stand, with those beside them that would follow if every contested point were given back. A ruling that upholds one makes a waiver or a correction of the rule for all units."},
		{"method.bands", "三、等次标准", "三、等次標準", "3. Grades"},
		{"method.band_from", "最低得分（含）", "最低得分（含）", "From (inclusive)"},
		{"method.severities", "四、规则严重程度与权重", "四、規則嚴重程度與權重", "4. Severity and weight of rules"},
		{"method.severity", "严重程度", "嚴重程度", "Severity"},
		{"method.basis", "五、数据来源与版本", "五、數據來源與版本", "5. Sources and versions"},
		{"method.source", "数据来源：各单位按职能数据清单报送并冻结的数据。维度参照 GB/T 36344-2018；真实性由系统比对，只提供线索。", "數據來源：各單位按職能數據清單報送並凍結的數據。維度參照 GB/T 36344-2018；真實性由系統比對，只提供線索。", "Source: the frozen deliveries of each unit's functional data list. Dimensions follow GB/T 36344-2018; authenticity is compared automatically and gives indications only."},
		{"method.config", "配置校验值：{0}", "配置校驗值：{0}", "Configuration hash: {0}"},
		{"method.code", "程序版本：{0}", "程序版本：{0}", "Program version: {0}"},
		{"method.zone", "时区：{0}", "時區：{0}", "Time zone: {0}"},
	}
}
