package connectors

// textReasons tell of CSV, JSON Lines and JSON.
var textReasons = map[string]Message{
	"csv.no_header": {
		ZhHans: "文件为空或没有表头（应在第 {0} 行）；即使没有数据也请保留表头。",
		ZhHant: "檔案為空或沒有表頭（應在第 {0} 行）；即使沒有資料也請保留表頭。",
		En:     "the file is empty or has no header at line {0}; keep the header even when there is no data",
	},
	"csv.bad_header": {
		ZhHans: "表头无法读取：{0}；请更正表头后重新报送。",
		ZhHant: "表頭無法讀取：{0}；請更正表頭後重新報送。",
		En:     "the header cannot be read: {0}; mend it and deliver again",
	},
	"csv.unterminated_quote": {
		ZhHans: "第 {0} 行开始的带引号字段直到文件末尾都没有结束引号，文件可能被截断；请补全引号或重新导出。",
		ZhHant: "第 {0} 行開始的帶引號欄位直到檔案結尾都沒有結束引號，檔案可能被截斷；請補全引號或重新匯出。",
		En:     "the quoted field that begins on line {0} is never closed, perhaps the file is cut short; close the quote or export again",
	},
	"csv.record_too_long": {
		ZhHans: "第 {0} 行开始的记录超过 {1} 字节，可能缺少结束引号或换行；请检查该处。",
		ZhHant: "第 {0} 行開始的記錄超過 {1} 位元組，可能缺少結束引號或換行；請檢查該處。",
		En:     "the record that begins on line {0} is longer than {1} bytes, perhaps a closing quote or a line end is missing; look there",
	},
	"csv.fields_few": {
		ZhHans: "字段数不足：表头 {0} 列，此记录只有 {1} 列。",
		ZhHant: "欄位數不足：表頭 {0} 欄，此記錄只有 {1} 欄。",
		En:     "too few fields: the header has {0}, this record {1}",
	},
	"csv.fields_many": {
		ZhHans: "字段数过多：表头 {0} 列，此记录有 {1} 列；值中含有分隔符时请用引号括起。",
		ZhHant: "欄位數過多：表頭 {0} 欄，此記錄有 {1} 欄；值中含有分隔符時請用引號括起。",
		En:     "too many fields: the header has {0}, this record {1}; a value that holds the delimiter must be quoted",
	},
	"csv.text_after_quote": {
		ZhHans: "第 {0} 个字段的结束引号之后还有其他文字；值中的引号请写成两个。",
		ZhHant: "第 {0} 個欄位的結束引號之後還有其他文字；值中的引號請寫成兩個。",
		En:     "field {0} has text after its closing quote; double a quote inside a value",
	},
	"csv.invalid_utf8": {
		ZhHans: "第 {0} 行第 {1} 字节不是有效的 UTF-8；请用 UTF-8 保存，或在数据集中声明正确的编码。",
		ZhHant: "第 {0} 行第 {1} 位元組不是有效的 UTF-8；請用 UTF-8 儲存，或在資料集中聲明正確的編碼。",
		En:     "line {0}, byte {1} is not UTF-8; save the file as UTF-8, or declare the right encoding",
	},
	"csv.invalid_gb18030": {
		ZhHans: "第 {0} 行含有无效的 GB18030 字节；请核对文件编码。",
		ZhHant: "第 {0} 行含有無效的 GB18030 位元組；請核對檔案編碼。",
		En:     "line {0} holds bytes that are not GB18030; check the file's encoding",
	},
	"csv.mixed_gb18030": {
		ZhHans: "第 {0} 行第 {1} 字节起是 GB18030（GBK）编码，而不是 UTF-8；请将整个文件统一保存为 UTF-8，若全部为 GBK 则在数据集中声明 encoding: gb18030。",
		ZhHant: "第 {0} 行第 {1} 位元組起是 GB18030（GBK）編碼，而不是 UTF-8；請將整個檔案統一儲存為 UTF-8，若全部為 GBK 則在數據集中聲明 encoding: gb18030。",
		En:     "line {0} is text in GB18030 (GBK) from byte {1} on, not in UTF-8; save the whole file as UTF-8, or declare encoding: gb18030 where all of it is so",
	},
	"csv.mixed_utf8": {
		ZhHans: "第 {0} 行是 UTF-8 编码，而文件声明为 GB18030（GBK）；请将整个文件统一为一种编码。",
		ZhHant: "第 {0} 行是 UTF-8 編碼，而檔案聲明為 GB18030（GBK）；請將整個檔案統一為一種編碼。",
		En:     "line {0} is text in UTF-8, though the file is declared to be GB18030 (GBK); save all of it in one encoding",
	},
	"csv.sep_differs": {
		ZhHans: "文件首行声明的分隔符是“{0}”，而数据集声明的是“{1}”；请使两者一致。",
		ZhHant: "檔案首行聲明的分隔符號是「{0}」，而數據集聲明的是「{1}」；請使兩者一致。",
		En:     `the file's first line says that its delimiter is "{0}", the dataset declares "{1}"; make the two agree`,
	},
	"csv.nul": {
		ZhHans: "第 {0} 行含有空字节（NUL），通常是文件损坏或编码有误；请重新导出。",
		ZhHant: "第 {0} 行含有空位元組（NUL），通常是檔案損壞或編碼有誤；請重新匯出。",
		En:     "line {0} holds a NUL byte, a sign of damage or of a wrong encoding; export again",
	},
	"csv.not_csv": {
		ZhHans: "文件内容是 {0}，不是所约定的文本文件；请按约定格式导出。",
		ZhHant: "檔案內容是 {0}，不是所約定的文字檔案；請按約定格式匯出。",
		En:     "the file is really {0}, not the agreed text file; export it in the agreed format",
	},
	"jsonl.malformed": {
		ZhHans: "该行不是完整有效的 JSON（第 {0} 字节附近）；每行应为一个 JSON 对象。",
		ZhHant: "該行不是完整有效的 JSON（第 {0} 位元組附近）；每行應為一個 JSON 物件。",
		En:     "the line is not valid JSON near byte {0}; every line must be one JSON object",
	},
	"jsonl.not_object": {
		ZhHans: "该记录不是 JSON 对象；每条记录应为一个用花括号括起的对象。",
		ZhHant: "該記錄不是 JSON 物件；每條記錄應為一個用大括號括起的物件。",
		En:     "the record is not a JSON object; every record must be one object in braces",
	},
	"jsonl.one_array": {
		ZhHans: "整个文件是一个 JSON 数组；请改为每行一个对象（JSON Lines）。",
		ZhHant: "整個檔案是一個 JSON 陣列；請改為每行一個物件（JSON Lines）。",
		En:     "the whole file is one JSON array; write one object per line (JSON Lines)",
	},
	"jsonl.duplicate_key": {
		ZhHans: "同一对象中键“{0}”重复出现，无法判断以哪个值为准。",
		ZhHant: "同一物件中鍵「{0}」重複出現，無法判斷以哪個值為準。",
		En:     `the key "{0}" stands twice in one object; which value holds cannot be told`,
	},
	"jsonl.unknown_key": {
		ZhHans: "键“{0}”不在列清单内；如需接收，请在数据集的 columns 中声明。",
		ZhHant: "鍵「{0}」不在欄清單內；如需接收，請在資料集的 columns 中聲明。",
		En:     `the key "{0}" is not among the columns; declare it under columns if it is wanted`,
	},
	"jsonl.number": {
		ZhHans: "键“{0}”的数值过大或过小，无法写成普通小数。",
		ZhHant: "鍵「{0}」的數值過大或過小，無法寫成普通小數。",
		En:     `the number of key "{0}" is too large or too small to be written as a plain decimal`,
	},
	"jsonl.invalid_utf8": {
		ZhHans: "该记录含有无效的 UTF-8 字节或不成对的转义字符；请用 UTF-8 重新导出。",
		ZhHant: "該記錄含有無效的 UTF-8 位元組或不成對的跳脫字元；請用 UTF-8 重新匯出。",
		En:     "the record holds bytes that are not UTF-8, or half of an escaped character; export it again as UTF-8",
	},
	"jsonl.line_too_long": {
		ZhHans: "第 {0} 行超过 {1} 字节；请确认每行只有一个对象。",
		ZhHant: "第 {0} 行超過 {1} 位元組；請確認每行只有一個物件。",
		En:     "line {0} is longer than {1} bytes; see that every line is one object",
	},
	"json.malformed": {
		ZhHans: "第 {0} 字节附近不是有效的 JSON，文件可能被截断；请重新导出并完整上传。",
		ZhHant: "第 {0} 位元組附近不是有效的 JSON，檔案可能被截斷；請重新匯出並完整上傳。",
		En:     "the document is not valid JSON near byte {0}, perhaps it is cut short; export it again and upload it whole",
	},
	"json.no_array": {
		ZhHans: "JSON 文件在“{0}”处没有数组；请核对 records 设置（文件本身即为数组时不必设置）。",
		ZhHant: "JSON 檔案在「{0}」處沒有陣列；請核對 records 設定（檔案本身即為陣列時不必設定）。",
		En:     "the document holds no array at {0}; check the option records, which is left out where the document itself is the array",
	},
	"json.array_twice": {
		ZhHans: "JSON 文件在“{0}”处有多个同名的值，无法判断以哪个为准；请更正后重新导出。",
		ZhHant: "JSON 檔案在「{0}」處有多個同名的值，無法判斷以哪個為準；請更正後重新匯出。",
		En:     "the document holds several values at {0}, and which one counts cannot be told; mend it and export again",
	},
	"json.record_too_long": {
		ZhHans: "第 {0} 条记录超过 {1} 字节；请核对该处。",
		ZhHant: "第 {0} 條記錄超過 {1} 位元組；請核對該處。",
		En:     "record {0} is longer than {1} bytes; look there",
	},
}
