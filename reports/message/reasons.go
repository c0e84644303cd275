package message

// reasons are the sentences behind rules.Note: what is wrong and what to do.
func reasons() []entry {
	return []entry{
		{"reason.required", "必填项为空或只填了占位符，请补填真实值。", "必填項為空或只填了佔位符，請補填真實值。", "A required value is missing or only a placeholder; fill in the true value."},
		{"reason.required_when", "满足条件时必须填写的项目为空，请补填。", "滿足條件時必須填寫的項目為空，請補填。", "A value that is required under this condition is missing; fill it in."},
		{"reason.type", "值与规定的数据类型不符，请按规定类型改正。", "值與規定的數據類型不符，請按規定類型改正。", "The value is not of the declared type; correct it."},
		{"reason.pattern", "值的书写格式不符合规定，请按规定格式改正。", "值的書寫格式不符合規定，請按規定格式改正。", "The value is not written in the prescribed form; rewrite it."},
		{"reason.length", "字符数超出规定范围，请核对是否漏填或多填。", "字符數超出規定範圍，請核對是否漏填或多填。", "The number of characters is outside the allowed range; check for missing or extra ones."},
		{"reason.range", "数值或日期超出合理范围，请核实后改正。", "數值或日期超出合理範圍，請核實後改正。", "The number or date is outside the plausible range; verify and correct it."},
		{"reason.in", "值不在允许的选项之内，请改为规定选项之一。", "值不在允許的選項之內，請改為規定選項之一。", "The value is not one of those allowed; use one of them."},
		{"reason.code", "代码不在现行代码表中，请按数据期次有效的代码改正。", "代碼不在現行代碼表中，請按數據期次有效的代碼改正。", "The code is not in the code table valid for this slot; use a valid code."},
		{"reason.format", "号码不符合国家标准的编码规则（如校验位、日期段），请与原始证照核对。", "號碼不符合國家標準的編碼規則（如校驗位、日期段），請與原始證照核對。", "The number breaks the rules of its standard (such as check digit or date part); compare it with the original document."},
		{"reason.unique", "同一标识出现多次，请查明并只保留正确的一条。", "同一標識出現多次，請查明並只保留正確的一條。", "The same identifier occurs more than once; find the right record and keep only that."},
		{"reason.expr", "同一记录的几个字段互相矛盾，不满足规则条件，请核实后改正。", "同一記錄的幾個字段互相矛盾，不滿足規則條件，請核實後改正。", "Fields of this record contradict the rule's condition; verify and correct them."},
		{"reason.compare", "两个字段的先后或大小关系不成立，请核实后改正。", "兩個字段的先後或大小關係不成立，請核實後改正。", "The order or size relation between two fields does not hold; verify and correct them."},
		{"reason.reference", "值在被引用的数据集中不存在，请核实该值或补报被引用的记录。", "值在被引用的數據集中不存在，請核實該值或補報被引用的記錄。", "The value does not exist in the dataset it refers to; verify it or deliver the missing record."},
		{"reason.reference.no_snapshot", "被引用的数据集“{0}”尚无可用数据，本规则未评定；请先报送该数据集。", "被引用的數據集「{0}」尚無可用數據，本規則未評定；請先報送該數據集。", "The referenced dataset “{0}” has no usable data yet, so this rule was not assessed; deliver that dataset first."},
		{"reason.row_count.few", "记录数 {0}，少于最低要求 {1}，请检查是否漏报。", "記錄數 {0}，少於最低要求 {1}，請檢查是否漏報。", "There are {0} records, fewer than the required {1}; check whether some were left out."},
		{"reason.row_count.many", "记录数 {0}，多于上限 {1}，请检查是否重复报送。", "記錄數 {0}，多於上限 {1}，請檢查是否重複報送。", "There are {0} records, more than the limit of {1}; check whether some were delivered twice."},
		{"reason.row_count.control", "记录数 {0}，与控制总数 {1} 不一致，请核对后更正报送。", "記錄數 {0}，與控制總數 {1} 不一致，請核對後更正報送。", "There are {0} records but the control total is {1}; reconcile them and deliver again."},
		{"reason.freshness.old", "最新数据截至 {0}，超过规定的时效（{1}），请报送最新数据。", "最新數據截至 {0}，超過規定的時效（{1}），請報送最新數據。", "The newest record is of {0}, older than allowed ({1}); deliver current data."},
		{"reason.freshness.none", "没有可用于判断时效的日期，请补填该日期字段。", "沒有可用於判斷時效的日期，請補填該日期字段。", "No date is there to judge freshness by; fill in the date field."},
		{"reason.delivery.late", "应于 {0} 前报送，实际 {1} 收到，属迟报；请按时限报送。", "應於 {0} 前報送，實際 {1} 收到，屬遲報；請按時限報送。", "Due by {0} but received at {1}, so it is late; deliver by the deadline."},
		{"reason.delivery.after_acceptance", "应于 {0} 前报送，实际 {1} 收到，已过受理截止时间，按时报送不得分，数据质量照常评定；请按时限报送。", "應於 {0} 前報送，實際 {1} 收到，已過受理截止時間，按時報送不得分，數據質量照常評定；請按時限報送。", "Due by {0} but received at {1}, after acceptance had closed, so punctuality earns nothing, while quality is judged as ever; deliver by the deadline."},
		{"reason.delivery.missing", "截至评估时没有收到本期数据，请尽快补报。", "截至評估時沒有收到本期數據，請盡快補報。", "Nothing was received for this slot; deliver it as soon as possible."},
		{"reason.delivery.not_due", "本期没有报送时限，不评定及时性。", "本期沒有報送時限，不評定及時性。", "Nothing was due for this slot, so punctuality is not assessed."},
		{"reason.nil_return", "本期已作零报告，没有应报数据。", "本期已作零報告，沒有應報數據。", "A nil return was declared for this slot: there is nothing to report."},
		{"reason.excused", "报送时限内处于已申报的停机时段（{0}），本期免于评定。", "報送時限內處於已申報的停機時段（{0}），本期免於評定。", "A declared outage ({0}) covers the deadline, so this slot is not assessed."},
		{"reason.not_arrived", "本期数据没有收到，无法评定；请补报后重新评估。", "本期數據沒有收到，無法評定；請補報後重新評估。", "The data of this slot did not arrive, so nothing could be judged; deliver it to be assessed."},
		{"reason.readable.rejected", "共 {1} 条物理记录，其中 {0} 条无法读取，请检查文件是否损坏或格式错误。", "共 {1} 條物理記錄，其中 {0} 條無法讀取，請檢查文件是否損壞或格式錯誤。", "{0} of {1} physical records could not be read; check the file for damage or format errors."},
		{"reason.readable.unreadable", "文件无法读取：{0}", "文件無法讀取：{0}", "The file cannot be read: {0}"},
		{"reason.schema.absent", "缺少列：{0}；请按数据字典补齐。", "缺少列：{0}；請按數據字典補齊。", "Columns are missing: {0}; add them as the data dictionary says."},
		{"reason.schema.extra", "多出未登记的列：{0}；请删除，或先在目录中登记。", "多出未登記的列：{0}；請刪除，或先在目錄中登記。", "There are undeclared columns: {0}; remove them or declare them in the catalogue first."},
		{"reason.schema.moved", "列的顺序与规定不符：{0}；请按规定顺序排列。", "列的順序與規定不符：{0}；請按規定順序排列。", "Columns are out of order: {0}; put them in the declared order."},
		{"reason.schema.differs", "表结构与规定不符——缺少：{0}；多出：{1}；错位：{2}。请按数据字典改正。", "表結構與規定不符——缺少：{0}；多出：{1}；錯位：{2}。請按數據字典改正。", "The structure is not as declared. Missing: {0}; extra: {1}; moved: {2}. Correct it by the data dictionary."},
	}
}
