package connectors

// sourceReasons tell of files and sources as such, before their format is known.
var sourceReasons = map[string]Message{
	"source.file_absent": {
		ZhHans: "未找到应报送的文件“{0}”，请按约定的目录和文件名报送。",
		ZhHant: "未找到應報送的檔案「{0}」，請按約定的目錄和檔名報送。",
		En:     `no file "{0}" was delivered; deliver it under the agreed folder and name`,
	},
	"source.nothing_handed_in": {
		ZhHans: "本周期尚未在报送窗口确认报送；请上传文件并确认报送，无数据时作零报告。",
		ZhHant: "本週期尚未在報送窗口確認報送；請上傳檔案並確認報送，無資料時作零報告。",
		En:     "nothing was confirmed at the desk for this slot; upload a file and confirm it, or declare a nil return where there are no data",
	},
	"source.marker_absent": {
		ZhHans: "未找到报送完成标志文件“{0}”，视为尚未报送完毕；请在全部文件传完后生成该标志文件。",
		ZhHant: "未找到報送完成標誌檔案「{0}」，視為尚未報送完畢；請在全部檔案傳完後產生該標誌檔案。",
		En:     `the completion marker "{0}" is not there, so the delivery counts as unfinished; write the marker after the last file`,
	},
	"source.permission": {
		ZhHans: "没有读取“{0}”的权限，请为平台账号开通读取权限。",
		ZhHant: "沒有讀取「{0}」的權限，請為平台帳號開通讀取權限。",
		En:     `no permission to read "{0}"; grant the platform's account read access`,
	},
	"source.read_failed": {
		ZhHans: "读取“{0}”时出错，请检查存储设备、共享目录或网络是否正常。",
		ZhHant: "讀取「{0}」時出錯，請檢查儲存裝置、共用目錄或網路是否正常。",
		En:     `reading "{0}" failed; check the disk, the share or the network`,
	},
	"source.changed": {
		ZhHans: "“{0}”在读取过程中仍在变化，可能尚未写完；请先写入临时文件名，写完后再改名报送。",
		ZhHant: "「{0}」在讀取過程中仍在變化，可能尚未寫完；請先寫入臨時檔名，寫完後再改名報送。",
		En:     `"{0}" changed while it was being read, perhaps it is still being written; write under a temporary name and rename when done`,
	},
	"source.platform": {
		ZhHans: "平台自身的磁盘、内存或句柄不足，请平台运维人员处理后重新运行。",
		ZhHant: "平台自身的磁碟、記憶體或控制代碼不足，請平台運維人員處理後重新執行。",
		En:     "the platform is out of disk, memory or file handles; its operators must mend that and run again",
	},
	"source.too_many_columns": {
		ZhHans: "表头有 {0} 列，超过上限 {1} 列；请删除多余的列，并检查分隔符是否正确。",
		ZhHant: "表頭有 {0} 欄，超過上限 {1} 欄；請刪除多餘的欄，並檢查分隔符號是否正確。",
		En:     "the header has {0} columns, more than the limit of {1}; delete the superfluous ones, and see whether the delimiter is right",
	},
	"source.too_many_rejected": {
		ZhHans: "已有 {0} 条记录无法读取，超出可保留的上限；请检查文件格式与数据集的读取设置是否一致。",
		ZhHant: "已有 {0} 條記錄無法讀取，超出可保留的上限；請檢查檔案格式與資料集的讀取設定是否一致。",
		En:     "{0} records could not be read, more than can be kept; compare the file's format with the dataset's source options",
	},
	"source.invalid_utf8": {
		ZhHans: "“{0}”字段的值含有无效的 UTF-8 字节，请更正后重新报送。",
		ZhHant: "「{0}」欄位的值含有無效的 UTF-8 位元組，請更正後重新報送。",
		En:     `the value of field "{0}" holds bytes that are not UTF-8; mend it and deliver again`,
	},
	"source.header_differs": {
		ZhHans: "同一批次的文件表头不一致：第 {0} 列应为“{1}”，此文件为“{2}”；请统一各文件的表头。",
		ZhHant: "同一批次的檔案表頭不一致：第 {0} 欄應為「{1}」，此檔案為「{2}」；請統一各檔案的表頭。",
		En:     `the files of one delivery have different headers: column {0} is "{1}" in the first file and "{2}" here; give all files the same header`,
	},
	"source.columns_differ": {
		ZhHans: "同一批次的文件列数不一致：首个文件 {0} 列，此文件 {1} 列；请统一各文件的表头。",
		ZhHant: "同一批次的檔案欄數不一致：首個檔案 {0} 欄，此檔案 {1} 欄；請統一各檔案的表頭。",
		En:     "the files of one delivery have different headers: {0} columns in the first file, {1} here; give all files the same header",
	},
	"file.not_regular": {
		ZhHans: "“{0}”是目录或特殊文件，不是普通文件；请改正路径或重新报送。",
		ZhHant: "「{0}」是目錄或特殊檔案，不是普通檔案；請改正路徑或重新報送。",
		En:     `"{0}" is a folder or a special file, not a plain file; correct the path or deliver again`,
	},
	"file.truncated": {
		ZhHans: "压缩文件不完整，内容在中途截断；请重新生成并完整上传。",
		ZhHant: "壓縮檔案不完整，內容在中途截斷；請重新產生並完整上傳。",
		En:     "the compressed file is cut short; produce it again and upload it whole",
	},
	"file.corrupt": {
		ZhHans: "{0} 压缩文件已损坏，无法解压；请重新生成并报送。",
		ZhHant: "{0} 壓縮檔案已損壞，無法解壓；請重新產生並報送。",
		En:     "the {0} file is damaged and cannot be decompressed; produce it again and deliver it",
	},
	"file.too_large": {
		ZhHans: "解压后的内容超过上限 {0} 字节；请核对文件，确需报送时由平台调高 max_bytes。",
		ZhHant: "解壓後的內容超過上限 {0} 位元組；請核對檔案，確需報送時由平台調高 max_bytes。",
		En:     "the content is larger than the limit of {0} bytes; check the file, or let the platform raise max_bytes",
	},
	"file.utf16": {
		ZhHans: "文件是 UTF-16 编码；请另存为 UTF-8 编码后重新报送。",
		ZhHant: "檔案是 UTF-16 編碼；請另存為 UTF-8 編碼後重新報送。",
		En:     "the file is encoded in UTF-16; save it as UTF-8 and deliver again",
	},
}
