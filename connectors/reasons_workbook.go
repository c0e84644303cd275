package connectors

// workbookReasons tell of Excel workbooks.
var workbookReasons = map[string]Message{
	"excel.not_a_workbook": {
		ZhHans: "文件不是 Excel 工作簿（.xlsx）；请在 Excel 中另存为“Excel 工作簿 (*.xlsx)”后重新报送。",
		ZhHant: "檔案不是 Excel 活頁簿（.xlsx）；請在 Excel 中另存為「Excel 活頁簿 (*.xlsx)」後重新報送。",
		En:     "the file is not an Excel workbook; save it as .xlsx and deliver again",
	},
	"excel.old_format": {
		ZhHans: "文件是旧版 Excel 格式（.xls）；请另存为“Excel 工作簿 (*.xlsx)”后重新报送。",
		ZhHant: "檔案是舊版 Excel 格式（.xls）；請另存為「Excel 活頁簿 (*.xlsx)」後重新報送。",
		En:     "the file is an old Excel workbook (.xls); save it as .xlsx and deliver again",
	},
	"excel.encrypted": {
		ZhHans: "工作簿设有打开密码；请取消密码后重新报送。",
		ZhHant: "活頁簿設有開啟密碼；請取消密碼後重新報送。",
		En:     "the workbook is protected by a password; remove it and deliver again",
	},
	"excel.corrupt": {
		ZhHans: "工作簿已损坏：{0}；请用 Excel 打开检查，另存后重新报送。",
		ZhHant: "活頁簿已損壞：{0}；請用 Excel 開啟檢查，另存後重新報送。",
		En:     "the workbook is damaged: {0}; open it in Excel, save it anew and deliver again",
	},
	"excel.incomplete": {
		ZhHans: "工作表未能完整读取（{0}），为避免漏数已拒收；请用 Excel 另存后重新报送。",
		ZhHant: "工作表未能完整讀取（{0}），為避免漏數已拒收；請用 Excel 另存後重新報送。",
		En:     "the sheet could not be read whole ({0}), so it was refused rather than lose rows; save it anew in Excel and deliver again",
	},
	"excel.no_sheet": {
		ZhHans: "工作簿中没有可见的工作表；请取消隐藏或指定工作表名称。",
		ZhHant: "活頁簿中沒有可見的工作表；請取消隱藏或指定工作表名稱。",
		En:     "the workbook has no visible sheet; unhide one or name the sheet",
	},
	"excel.sheet_absent": {
		ZhHans: "没有名为“{0}”的工作表，现有：{1}；请改正工作表名称。",
		ZhHant: "沒有名為「{0}」的工作表，現有：{1}；請改正工作表名稱。",
		En:     `there is no sheet "{0}"; there are {1}; correct the sheet's name`,
	},
	"excel.sheet_near": {
		ZhHans: "没有名为“{0}”的工作表，是否为“{2}”？现有：{1}。",
		ZhHant: "沒有名為「{0}」的工作表，是否為「{2}」？現有：{1}。",
		En:     `there is no sheet "{0}": did you mean "{2}"? There are {1}`,
	},
	"excel.no_header": {
		ZhHans: "工作表第 {0} 行没有表头；请将表头放在该行，或改正 header_row 设置。",
		ZhHant: "工作表第 {0} 行沒有表頭；請將表頭放在該行，或改正 header_row 設定。",
		En:     "row {0} of the sheet holds no header; put the header there or correct header_row",
	},
	"excel.right_of_header": {
		ZhHans: "单元格 {0} 位于表头最后一列之右，没有列名；请补表头或移除该值。",
		ZhHant: "儲存格 {0} 位於表頭最後一欄之右，沒有欄名；請補表頭或移除該值。",
		En:     "cell {0} lies right of the last header and has no column name; add a header or remove the value",
	},
	"excel.not_calculated": {
		ZhHans: "单元格 {0} 只有公式，没有保存计算结果；请用 Excel 打开并保存一次后重新报送。",
		ZhHant: "儲存格 {0} 只有公式，沒有儲存計算結果；請用 Excel 開啟並儲存一次後重新報送。",
		En:     "cell {0} holds a formula without its result; open the workbook in Excel, save it and deliver again",
	},
	"excel.too_large": {
		ZhHans: "工作簿解压后超过上限 {0} 字节；请拆分后报送，或由平台调高 max_bytes。",
		ZhHant: "活頁簿解壓後超過上限 {0} 位元組；請拆分後報送，或由平台調高 max_bytes。",
		En:     "the workbook is larger than the limit of {0} bytes when unzipped; split it, or let the platform raise max_bytes",
	},
	"excel.out_of_bounds": {
		ZhHans: "单元格 {0} 超出 Excel 的范围（1048576 行、16384 列）；请改用 CSV 报送。",
		ZhHant: "儲存格 {0} 超出 Excel 的範圍（1048576 行、16384 欄）；請改用 CSV 報送。",
		En:     "cell {0} lies outside Excel's 1,048,576 rows and 16,384 columns; deliver a CSV instead",
	},
}
