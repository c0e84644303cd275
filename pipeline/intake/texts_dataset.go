package intake

// datasetTexts are those of the list of datasets and of a dataset's page.
func datasetTexts() []entry {
	return []entry{
		{"col.dataset", "数据集", "數據集", "Dataset"},
		{"col.slot", "期次", "期次", "Slot"},
		{"col.due", "报送时限", "報送時限", "Deadline"},
		{"col.state", "状态", "狀態", "State"},
		{"col.score", "得分", "得分", "Score"},
		{"col.next", "下一步", "下一步", "Next"},
		{"col.time", "时间", "時間", "Time"},
		{"col.event", "事项", "事項", "Event"},
		{"col.detail", "详情", "詳情", "Detail"},
		{"col.severity", "级别", "級別", "Severity"},
		{"col.field", "字段", "欄位", "Field"},
		{"col.problem", "问题说明", "問題說明", "Problem"},
		{"col.mend", "修改方法", "修改方法", "How to mend it"},
		{"col.failed", "不合格 / 评价", "不合格 / 評價", "Failed / evaluated"},
		{"col.rows", "首批行号", "首批行號", "First rows"},

		{"datasets.title", "我的数据集", "我的數據集", "My datasets"},
		{"datasets.overdue", "有 {0} 个数据集已逾期未报，请立即报送。", "有 {0} 個數據集已逾期未報，請立即報送。", "Datasets that are overdue: {0}. Deliver them at once."},
		{"datasets.open", "有 {0} 个数据集需要处理。", "有 {0} 個數據集需要處理。", "Datasets that need you: {0}."},
		{"datasets.pending", "有 {0} 个数据集待报送，最近的报送时限是 {1}。", "有 {0} 個數據集待報送，最近的報送時限是 {1}。", "Datasets to be delivered: {0}. The next deadline is {1}."},
		{"datasets.done", "各数据集本期均已完成，目前无需处理。", "各數據集本期均已完成，目前無需處理。", "Everything is done for now."},
		{"datasets.none", "本单位尚未登记数据集，请联系本市数据主管部门。", "本單位尚未登記數據集，請聯絡本市數據主管部門。", "No dataset of your unit is on record: ask the city's data authority."},
		{"no_deadline", "无时限", "無時限", "No deadline"},

		{"dataset.cycle", "更新周期", "更新週期", "Update cycle"},
		{"dataset.code", "目录编码", "目錄編碼", "Catalogue code"},
		{"dataset.office", "责任处室", "責任處室", "Office in charge"},

		{"template.get", "下载填报模板", "下載填報模板", "Download the template"},
		{"template.file", "{0}填报模板", "{0}填報模板", "{0} template"},

		{"nil.title", "零报告", "零報告", "Nil return"},
		{"nil.help", "本期确无数据可报时，声明零报告并说明原因，视同按要求报送。声明后不能撤销。", "本期確無數據可報時，聲明零報告並說明原因，視同按要求報送。聲明後不能撤銷。", "When there is truly nothing to report for a slot, declare it and say why: this counts as its delivery. It cannot be undone."},
		{"nil.reason", "零报告原因", "零報告原因", "Why there is nothing to report"},
		{"nil.go", "声明零报告", "聲明零報告", "Declare a nil return"},

		{"export.title", "导出全部不合格记录", "匯出全部不合格記錄", "Export all failing rows"},
		{"export.help", "导出最近一期评估的全部不合格记录，包括平台夜间采集的数据。内容未脱敏，仅限本单位整改使用；每次导出均登记，并带有导出人和时间的水印。", "匯出最近一期評估的全部不合格記錄，包括平台夜間採集的數據。內容未脫敏，僅限本單位整改使用；每次匯出均登記，並帶有匯出人和時間的水印。", "All failing rows of the newest assessed slot, of data taken in at night too. The values are not masked and are for your unit's rectification only; each export is recorded and bears who drew it, and when."},
		{"export.format", "文件格式", "檔案格式", "Format"},
		{"export.go", "导出", "匯出", "Export"},
		{"export.file", "{0}不合格记录{1}", "{0}不合格記錄{1}", "{0} failing rows {1}"},

		{"history.title", "报送记录", "報送記錄", "History"},
		{"history.none", "尚无报送记录。", "尚無報送記錄。", "Nothing was delivered yet."},

		{"fields.title", "字段要求", "欄位要求", "Columns"},
		{"fields.name", "列标题", "欄標題", "Title"},
		{"fields.key", "字段名", "欄位名", "Name"},
		{"fields.type", "类型", "類型", "Type"},
		{"fields.required", "必填", "必填", "Required"},
	}
}
