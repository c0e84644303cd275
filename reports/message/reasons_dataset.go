package message

// datasetReasons are why an extract as a whole fails a rule.
func datasetReasons() []entry {
	return []entry{
		{"reason.row_count", "记录数不符合要求，请核实是否漏报或重复。", "記錄數不符合要求，請核實是否漏報或重複。", "The number of records is not as required; check whether some are missing or doubled."},
		{"reason.coverage", "部分应有的取值没有出现，请补报相应记录。", "部分應有的取值沒有出現，請補報相應記錄。", "Some expected values do not occur; deliver their records."},
		{"reason.period_covered", "部分时段没有任何记录，请检查是否漏报。", "部分時段沒有任何記錄，請檢查是否漏報。", "Parts of the period have no record; check whether some were left out."},
		{"reason.freshness", "数据更新不及时，请按要求的时限更新。", "數據更新不及時，請按要求的時限更新。", "The data are older than allowed; update them in time."},
		{"reason.delivery", "未按时报送，请按规定时限报送。", "未按時報送，請按規定時限報送。", "Not delivered on time; keep to the deadline."},
		{"reason.readable", "文件无法读取或有无法读取的记录，请核对文件格式后重新报送。", "文件無法讀取或有無法讀取的記錄，請核對文件格式後重新報送。", "The file, or some of its records, cannot be read; check its form and deliver it again."},
		{"reason.schema", "列与数据集的规定不一致，请核对列名与顺序。", "列與數據集的規定不一致，請核對列名與順序。", "The columns are not those of the dataset; check their names and order."},
		{"reason.coverage.absent", "缺少 {0} 个应有的取值：{1}；请补报相应记录。", "缺少 {0} 個應有的取值：{1}；請補報相應記錄。", "{0} expected values do not occur: {1}; deliver their records."},
		{"reason.period_covered.absent", "时段共 {1} 个时间单位，其中 {0} 个没有任何记录，请检查是否漏报。", "時段共 {1} 個時間單位，其中 {0} 個沒有任何記錄，請檢查是否漏報。", "{0} of the period's {1} parts have no record; check whether some were left out."},
		{"reason.source_declared", "数据来源未申报完整：{0}；请在数据集配置中补填。", "數據來源未申報完整：{0}；請在數據集配置中補填。", "The source is not fully declared: {0}; add it to the dataset's file."},
		{"reason.unchanged", "内容与 {0} 期完全相同，请核实是否重复报送了旧数据。", "內容與 {0} 期完全相同，請核實是否重複報送了舊數據。", "The content is that of slot {0} again; check whether old data were delivered once more."},
		{"reason.volume_change", "记录数 {0}，与前几期的中位数 {1} 相差过大，请核实是否漏报或重复。", "記錄數 {0}，與前幾期的中位數 {1} 相差過大，請核實是否漏報或重複。", "There are {0} records against a median of {1} before; check whether some are missing or doubled."},
		{"reason.nothing_earlier", "没有足够的前期数据可供比较，本规则未评定。", "沒有足夠的前期數據可供比較，本規則未評定。", "There are not enough earlier data to compare with, so this rule was not assessed."},
		{"reason.dictionary", "目录元数据未填写完整：{0}；请补填。", "目錄元數據未填寫完整：{0}；請補填。", "The catalogue entry leaves out: {0}; fill it in."},
	}
}
