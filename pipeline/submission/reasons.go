package submission

import "cdoscore/rules"

// reasons is never written after the start.
var reasons = func() map[string]rules.Text {
	all := map[string]rules.Text{}
	for _, part := range []map[string]rules.Text{contentReasons, kindReasons(), actionReasons, stateReasons(), exportTexts} {
		for key, text := range part {
			all[key] = text
		}
	}
	return all
}()

// contentReasons tell why a file is not taken, and what to do.
var contentReasons = map[string]rules.Text{
	"submission.empty": {
		ZhHans: "文件是空的，没有任何内容；请重新导出后上传。",
		ZhHant: "檔案是空的，沒有任何內容；請重新匯出後上傳。",
		En:     "the file is empty; export it again and upload it",
	},
	"submission.too_large": {
		ZhHans: "文件超过上限 {0}；请按时段或区划拆分，或另存为不带图片和多余格式的 .xlsx、.csv 后上传。",
		ZhHant: "檔案超過上限 {0}；請按時段或區劃拆分，或另存為不帶圖片和多餘格式的 .xlsx、.csv 後上傳。",
		En:     "the file is larger than {0}; split it, or save it as .xlsx or .csv without pictures and superfluous formats",
	},
	"submission.cut": {
		ZhHans: "上传中断，文件没有收全；请检查网络后重新上传。",
		ZhHant: "上傳中斷，檔案沒有收全；請檢查網路後重新上傳。",
		En:     "the upload broke off before the file was complete; check the network and upload again",
	},
	"submission.old_workbook": {
		ZhHans: "这是旧格式的工作簿（.xls 或 .et）；请在 WPS 或 Excel 中打开，另存为 .xlsx 后上传。",
		ZhHant: "這是舊格式的活頁簿（.xls 或 .et）；請在 WPS 或 Excel 中開啟，另存為 .xlsx 後上傳。",
		En:     "this is a workbook of the old format (.xls or .et); open it in WPS or Excel, save it as .xlsx and upload that",
	},
	"submission.encrypted": {
		ZhHans: "文件设有打开密码；请取消密码后重新保存并上传（传输过程已加密）。",
		ZhHant: "檔案設有開啟密碼；請取消密碼後重新儲存並上傳（傳輸過程已加密）。",
		En:     "the file is encrypted with a password; remove the password, save it and upload it again (the transfer itself is encrypted)",
	},
	"submission.packed": {
		ZhHans: "这是压缩包（{0}）；请先解压，只上传其中的 .xlsx 或 .csv 文件。",
		ZhHant: "這是壓縮檔（{0}）；請先解壓縮，只上傳其中的 .xlsx 或 .csv 檔案。",
		En:     "this is a packed archive ({0}); unpack it and upload the .xlsx or .csv file in it",
	},
	"submission.utf16": {
		ZhHans: "文本是 UTF-16 编码（“Unicode 文本”）；请另存为“CSV UTF-8”后上传。",
		ZhHant: "文字是 UTF-16 編碼（「Unicode 文字」）；請另存為「CSV UTF-8」後上傳。",
		En:     `the text is encoded in UTF-16 ("Unicode text"); save it as "CSV UTF-8" and upload that`,
	},
	"submission.unknown_content": {
		ZhHans: "文件内容既不是 .xlsx 工作簿，也不是 UTF-8 或 GB18030 编码的文本；请在 WPS 或 Excel 中另存为 .xlsx 后上传。",
		ZhHant: "檔案內容既不是 .xlsx 活頁簿，也不是 UTF-8 或 GB18030 編碼的文字；請在 WPS 或 Excel 中另存為 .xlsx 後上傳。",
		En:     "the content is neither an .xlsx workbook nor text in UTF-8 or GB18030; save it as .xlsx in WPS or Excel and upload that",
	},
	"submission.too_many_entries": {
		ZhHans: "工作簿由 {0} 个部件组成，超过上限 {1}，不是正常保存的文件；请在 WPS 或 Excel 中新建工作簿，粘贴数值后另存上传。",
		ZhHant: "活頁簿由 {0} 個部件組成，超過上限 {1}，不是正常儲存的檔案；請在 WPS 或 Excel 中新建活頁簿，貼上數值後另存上傳。",
		En:     "the workbook has {0} parts, more than the limit of {1}, and was not saved normally; paste the values into a new workbook and upload that",
	},
	"submission.damaged": {
		ZhHans: "工作簿已损坏或不完整，无法打开；请在 WPS 或 Excel 中打开确认后重新保存并上传。",
		ZhHant: "活頁簿已損壞或不完整，無法開啟；請在 WPS 或 Excel 中開啟確認後重新儲存並上傳。",
		En:     "the workbook is damaged or cut short and cannot be opened; open it in WPS or Excel, save it again and upload it",
	},
	"submission.unsafe": {
		ZhHans: "工作簿的部件名称不正常（{0}），不是办公软件保存的文件；请在 WPS 或 Excel 中另存为新的 .xlsx 后上传。",
		ZhHant: "活頁簿的部件名稱不正常（{0}），不是辦公軟體儲存的檔案；請在 WPS 或 Excel 中另存為新的 .xlsx 後上傳。",
		En:     "a part of the workbook has a name that no office program writes ({0}); save it as a new .xlsx in WPS or Excel and upload that",
	},
	"submission.other_dataset": {
		ZhHans: "这是数据集 {0} 的模板或返还文件，不是所选数据集的；请在 {0} 的页面上传，或改用所选数据集的模板。",
		ZhHant: "這是資料集 {0} 的範本或返還檔案，不是所選資料集的；請在 {0} 的頁面上傳，或改用所選資料集的範本。",
		En:     "this is a template or a returned workbook of the dataset {0}, not of the one chosen; upload it on the page of {0}, or use the template of the dataset chosen",
	},
	"submission.foreign_workbook": {
		ZhHans: "这是其他数据集的模板或返还文件，不是所选数据集的；请改用所选数据集的模板填报。",
		ZhHant: "這是其他資料集的範本或返還檔案，不是所選資料集的；請改用所選資料集的範本填報。",
		En:     "this is a template or a returned workbook of another dataset; use the template of the dataset chosen",
	},
	"submission.too_costly": {
		ZhHans: "检查该文件所需的内存或时间超过上限，已停止检查；请删除空白的行列、图片和多余格式，或拆分后重新上传。",
		ZhHant: "檢查該檔案所需的記憶體或時間超過上限，已停止檢查；請刪除空白的列欄、圖片和多餘格式，或拆分後重新上傳。",
		En:     "checking the file takes more memory or time than is allowed and was ended; delete blank rows and columns, pictures and superfluous formats, or split the file, and upload again",
	},
	"submission.not_returned": {
		ZhHans: "未能在原文件上标注错误（例如表格最后一列已有内容）；请按本页列出的问题和导出的问题清单修改，或把数据粘贴到模板后重新上传。",
		ZhHant: "未能在原檔案上標註錯誤（例如表格最後一欄已有內容）；請按本頁列出的問題和匯出的問題清單修改，或把資料貼到範本後重新上傳。",
		En:     "the faults could not be marked in the file itself (its last column may hold something); mend what is listed on this page, or paste the data into the template and upload that",
	},
	"submission.platform": {
		ZhHans: "平台自身出错，未能完成检查，与文件无关；请稍后重新上传，仍不成功时联系平台运维人员。",
		ZhHant: "平台自身出錯，未能完成檢查，與檔案無關；請稍後重新上傳，仍不成功時聯絡平台運維人員。",
		En:     "the platform failed to check the file, which is not to blame; upload it again later, and tell the operators if that fails too",
	},
	"submission.lost": {
		ZhHans: "平台中断期间文件未能保存完整；请重新上传。",
		ZhHant: "平台中斷期間檔案未能儲存完整；請重新上傳。",
		En:     "the file was not stored completely when the platform was interrupted; upload it again",
	},
}

// kindReasons name what a file is that is not taken: submission.kind.pdf, …
func kindReasons() map[string]rules.Text {
	out := map[string]rules.Text{}
	for kind, noun := range kinds {
		out["submission.kind."+kind] = rules.Text{
			ZhHans: "这是" + noun.ZhHans + "，不能报送；请在 WPS 或 Excel 中另存为 .xlsx（或 .csv）后上传。",
			ZhHant: "這是" + noun.ZhHant + "，不能報送；請在 WPS 或 Excel 中另存為 .xlsx（或 .csv）後上傳。",
			En:     "this is " + noun.En + ", which is not taken; save it as .xlsx (or .csv) in WPS or Excel and upload that",
		}
	}
	return out
}

var kinds = map[string]rules.Text{
	"pdf":       {ZhHans: "PDF 文件", ZhHant: "PDF 檔案", En: "a PDF document"},
	"word":      {ZhHans: "文字文档（.doc、.docx、.wps、.rtf、.odt）", ZhHant: "文字文件（.doc、.docx、.wps、.rtf、.odt）", En: "a text document (.doc, .docx, .wps, .rtf, .odt)"},
	"slides":    {ZhHans: "演示文稿（.ppt、.pptx、.odp）", ZhHant: "簡報（.ppt、.pptx、.odp）", En: "a presentation (.ppt, .pptx, .odp)"},
	"binary":    {ZhHans: "二进制工作簿（.xlsb）", ZhHant: "二進位活頁簿（.xlsb）", En: "a binary workbook (.xlsb)"},
	"ods":       {ZhHans: "OpenDocument 表格（.ods）", ZhHant: "OpenDocument 表格（.ods）", En: "an OpenDocument spreadsheet (.ods)"},
	"program":   {ZhHans: "可执行程序", ZhHant: "可執行程式", En: "a program"},
	"page":      {ZhHans: "网页或 XML 文件（有些系统导出的“.xls”其实是网页）", ZhHant: "網頁或 XML 檔案（有些系統匯出的「.xls」其實是網頁）", En: `a web page or XML (some systems export one under the name ".xls")`},
	"picture":   {ZhHans: "图片", ZhHant: "圖片", En: "a picture"},
	"database":  {ZhHans: "数据库或列式文件（SQLite、Parquet、Access）", ZhHant: "資料庫或列式檔案（SQLite、Parquet、Access）", En: "a database or columnar file (SQLite, Parquet, Access)"},
	"container": {ZhHans: "旧式复合文件", ZhHant: "舊式複合檔案", En: "a file of an old compound format"},
}
