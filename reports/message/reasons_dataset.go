package message

// datasetReasons are why an extract as a whole fails a rule.
func datasetReasons() []entry {
	return []entry{
		{"reason.coverage.absent", "缺少 {0} 个应有的取值：{1}；请补报相应记录。", "缺少 {0} 個應有的取值：{1}；請補報相應記錄。", "{0} expected values do not occur: {1}; deliver their records."},
		{"reason.period_covered.absent", "时段共 {1} 个时间单位，其中 {0} 个没有任何记录，请检查是否漏报。", "時段共 {1} 個時間單位，其中 {0} 個沒有任何記錄，請檢查是否漏報。", "{0} of the period's {1} parts have no record; check whether some were left out."},
		{"reason.source_declared", "数据来源未申报完整：{0}；请在数据集配置中补填。", "數據來源未申報完整：{0}；請在數據集配置中補填。", "The source is not fully declared: {0}; add it to the dataset's file."},
		{"reason.unchanged", "内容与 {0} 期完全相同，请核实是否重复报送了旧数据。", "內容與 {0} 期完全相同，請核實是否重複報送了舊數據。", "The content is that of slot {0} again; check whether old data were delivered once more."},
		{"reason.volume_change", "记录数 {0}，与前几期的中位数 {1} 相差过大，请核实是否漏报或重复。", "記錄數 {0}，與前幾期的中位數 {1} 相差過大，請核實是否漏報或重複。", "There are {0} records against a median of {1} before; check whether some are missing or doubled."},
		{"reason.nothing_earlier", "没有足够的前期数据可供比较，本规则未评定。", "沒有足夠的前期數據可供比較，本規則未評定。", "There are not enough earlier data to compare with, so this rule was not assessed."},
		{"reason.dictionary", "目录元数据未填写完整：{0}；请补填。", "目錄元數據未填寫完整：{0}；請補填。", "The catalogue entry leaves out: {0}; fill it in."},
	}
}
