package connectors

// workbookReasons tell of Excel workbooks.
var workbookReasons = map[string]Message{
	"excel.not_a_workbook": {
		ZhHans: "文件不是 Excel 工作簿（.xlsx）；请在 Excel 中另存为“Excel 工作簿 (*.xlsx)”后重新报送。",
		ZhHant: "檔案不是 Excel 活頁簿（.xlsx）；請在 Excel 中另存為「Excel 活頁簿 (*.xlsx)」後重新報送。",
		En:     "the file is not an Excel workbook; save it as .xlsx and deliver again",
	},
	"excel.old_format": {
		ZhHans: "文件是旧版二进制表格（.xls 或 WPS 的 .et）；请在 Excel 或 WPS 中另存为“Excel 工作簿 (*.xlsx)”后重新报送。",
		ZhHant: "檔案是舊版二進位試算表（.xls 或 WPS 的 .et）；請在 Excel 或 WPS 中另存為「Excel 活頁簿 (*.xlsx)」後重新報送。",
		En:     "the file is a spreadsheet in an old binary format (.xls, or .et of WPS); save it as .xlsx in Excel or WPS and deliver again",
	},
	"excel.encrypted": {
		ZhHans: "工作簿设有打开密码；请取消密码后重新报送，或由平台在 password 设置中填写密码。",
		ZhHant: "活頁簿設有開啟密碼；請取消密碼後重新報送，或由平台在 password 設定中填寫密碼。",
		En:     "the workbook is protected by a password; remove it and deliver again, or let the platform set the option password",
	},
	"excel.corrupt": {
		ZhHans: "工作簿已损坏：{0}；请用 Excel 打开检查，另存后重新报送。",
		ZhHant: "活頁簿已損壞：{0}；請用 Excel 開啟檢查，另存後重新報送。",
		En:     "the workbook is damaged: {0}; open it in Excel, save it anew and deliver again",
	},
	"excel.no_sheet": {
		ZhHans: "工作簿中没有可见的工作表，现有（均已隐藏）：{0}；请取消隐藏，或在 sheet 设置中指定工作表名称。",
		ZhHant: "活頁簿中沒有可見的工作表，現有（均已隱藏）：{0}；請取消隱藏，或在 sheet 設定中指定工作表名稱。",
		En:     "the workbook has no visible sheet, only hidden ones: {0}; unhide one, or name it in the option sheet",
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
	"excel.left_of_header": {
		ZhHans: "单元格 {0} 位于表头第一列之左，没有列名；请补表头或移除该值。",
		ZhHant: "儲存格 {0} 位於表頭第一欄之左，沒有欄名；請補表頭或移除該值。",
		En:     "cell {0} lies left of the first header and has no column name; add a header or remove the value",
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
	"excel.binary": {
		ZhHans: "文件是二进制工作簿（.xlsb）；请另存为“Excel 工作簿 (*.xlsx)”后重新报送。",
		ZhHant: "檔案是二進位活頁簿（.xlsb）；請另存為「Excel 活頁簿 (*.xlsx)」後重新報送。",
		En:     "the file is a binary workbook (.xlsb); save it as .xlsx and deliver again",
	},
	"excel.wrong_password": {
		ZhHans: "平台所存密码打不开此工作簿，密码可能已更改；请与平台核对密码，或取消密码后重新报送。",
		ZhHant: "平台所存密碼打不開此活頁簿，密碼可能已更改；請與平台核對密碼，或取消密碼後重新報送。",
		En:     "the password that the platform holds does not open the workbook; agree on the password, or remove it and deliver again",
	},
	"excel.encrypted_too_large": {
		ZhHans: "加密的工作簿超过上限 {0} 字节；请取消密码或拆分后重新报送。",
		ZhHant: "加密的活頁簿超過上限 {0} 位元組；請取消密碼或拆分後重新報送。",
		En:     "the encrypted workbook is larger than the limit of {0} bytes; remove the password or split it, and deliver again",
	},
	"excel.dtd": {
		ZhHans: "工作簿的 XML 中含有文档类型定义（DTD），正常的工作簿没有此内容，为安全起见已拒收；请用 Excel 或 WPS 另存后重新报送。",
		ZhHant: "活頁簿的 XML 中含有文件類型定義（DTD），正常的活頁簿沒有此內容，為安全起見已拒收；請用 Excel 或 WPS 另存後重新報送。",
		En:     "the workbook's XML holds a document type definition (DTD), which no sound workbook has, and was refused for safety; save it anew in Excel or WPS and deliver again",
	},
	"excel.no_rows": {
		ZhHans: "工作表是空的，没有表头；请核对是否报送了正确的工作表。",
		ZhHant: "工作表是空的，沒有表頭；請核對是否報送了正確的工作表。",
		En:     "the sheet is empty and has no header; see whether the right sheet was delivered",
	},
	"excel.too_dense": {
		ZhHans: "工作簿的解压比超过上限 {0}，疑似压缩炸弹，已拒收；请核对文件，确需报送时由平台调高 max_ratio。",
		ZhHant: "活頁簿的解壓比超過上限 {0}，疑似壓縮炸彈，已拒收；請核對檔案，確需報送時由平台調高 max_ratio。",
		En:     "the workbook unzips to more than {0} times its size, as a zip bomb does; check the file, or let the platform raise max_ratio",
	},
	"excel.too_many_strings": {
		ZhHans: "工作簿的共享字符串超过上限 {0} 字节；请拆分后报送，或由平台调高 max_strings。",
		ZhHant: "活頁簿的共用字串超過上限 {0} 位元組；請拆分後報送，或由平台調高 max_strings。",
		En:     "the workbook's shared strings take more than the limit of {0} bytes; split it, or let the platform raise max_strings",
	},
	"excel.too_many_rows": {
		ZhHans: "工作表的行数超过上限 {0}；请拆分后报送，或由平台调高 max_rows。",
		ZhHant: "工作表的行數超過上限 {0}；請拆分後報送，或由平台調高 max_rows。",
		En:     "the sheet has more rows than the limit of {0}; split it, or let the platform raise max_rows",
	},
	"excel.too_many_columns": {
		ZhHans: "表头占 {0} 列，超过上限 {1} 列；请删除表头右侧多余的内容，或由平台调高 max_columns。",
		ZhHant: "表頭佔 {0} 欄，超過上限 {1} 欄；請刪除表頭右側多餘的內容，或由平台調高 max_columns。",
		En:     "the header takes {0} columns, more than the limit of {1}; remove what stands far right of it, or let the platform raise max_columns",
	},
	"excel.too_slow": {
		ZhHans: "读取工作簿超过时限 {0} 秒；请拆分后报送，或由平台调高 max_seconds。",
		ZhHant: "讀取活頁簿超過時限 {0} 秒；請拆分後報送，或由平台調高 max_seconds。",
		En:     "reading the workbook took longer than the limit of {0} seconds; split it, or let the platform raise max_seconds",
	},
	"excel.other_sheets": {
		ZhHans: "还有其他工作表未读取：{0}；请确认数据都在所读的工作表中，或在 sheet 设置中指定工作表名称。",
		ZhHant: "還有其他工作表未讀取：{0}；請確認數據都在所讀的工作表中，或在 sheet 設定中指定工作表名稱。",
		En:     "other sheets were not read: {0}; see that all data stand in the sheet that was, or name it in the option sheet",
	},
	"excel.hidden_sheets": {
		ZhHans: "隐藏的工作表未读取：{0}；确需读取时请在 sheet 设置中指定工作表名称。",
		ZhHant: "隱藏的工作表未讀取：{0}；確需讀取時請在 sheet 設定中指定工作表名稱。",
		En:     "hidden sheets were not read: {0}; name one in the option sheet to read it",
	},
	"excel.above_header": {
		ZhHans: "表头上方的行作为表题处理，不计入数据。",
		ZhHant: "表頭上方的行作為表題處理，不計入數據。",
		En:     "rows above the header were taken for a title, not for data",
	},
	"excel.totals": {
		ZhHans: "合计行不计入数据。",
		ZhHant: "合計行不計入數據。",
		En:     "rows of totals were not taken for data",
	},
	"excel.example": {
		ZhHans: "模板中的示例行不计入数据。",
		ZhHant: "範本中的示例行不計入數據。",
		En:     "the template's example row was not taken for data",
	},
	"excel.error_value": {
		ZhHans: "单元格的值是 Excel 错误值（如 #N/A），已按原文保留；请改正公式后重新报送。",
		ZhHant: "儲存格的值是 Excel 錯誤值（如 #N/A），已按原文保留；請改正公式後重新報送。",
		En:     "cells hold an Excel error such as #N/A, which was kept as text; mend the formulas and deliver again",
	},
	"excel.precision_lost": {
		ZhHans: "超过 15 位的数字以数值存放，Excel 只保留 15 位有效数字，末尾各位在源头已丢失；请将该列设为“文本”格式，从业务系统重新导出。",
		ZhHant: "超過 15 位的數字以數值存放，Excel 只保留 15 位有效數字，末尾各位在源頭已遺失；請將該欄設為「文字」格式，從業務系統重新匯出。",
		En:     "precision lost at source: numbers of more than 15 digits are stored as numbers, of which Excel keeps 15 significant digits only; give the column the text format and export it anew from its system",
	},
	"excel.not_recalculated": {
		ZhHans: "公式结果由导出程序填写，尚未经 Excel 计算，可能只是占位值；请用 Excel 打开并保存一次后重新报送。",
		ZhHant: "公式結果由匯出程式填寫，尚未經 Excel 計算，可能只是佔位值；請用 Excel 開啟並儲存一次後重新報送。",
		En:     "results of formulas were filled in by the exporting program and never calculated by Excel, so that they may be placeholders; open the workbook in Excel, save it and deliver again",
	},
	"excel.merged_data": {
		ZhHans: "数据区有合并单元格，只有左上角的单元格有值，其余为空；请取消合并并逐格填写后重新报送。",
		ZhHant: "數據區有合併儲存格，只有左上角的儲存格有值，其餘為空；請取消合併並逐格填寫後重新報送。",
		En:     "cells are merged among the data: only the first of them has a value, the others are empty; unmerge them, fill in each and deliver again",
	},
	"excel.header_unknown": {
		ZhHans: "前 50 行中没有一列的名称与数据集声明的字段相符，暂以首个非空行为表头；请核对表头，或在 header_row 设置中指定表头所在行。",
		ZhHant: "前 50 行中沒有一欄的名稱與數據集聲明的欄位相符，暫以首個非空行為表頭；請核對表頭，或在 header_row 設定中指定表頭所在行。",
		En:     "none of the first 50 rows names a declared field, so the first row with a value was taken for the header; check the header, or name its row in the option header_row",
	},
}
