package connectors

// typedReasons tell of sources whose values have types: Parquet and databases.
var typedReasons = map[string]Message{
	"parquet.corrupt": {
		ZhHans: "文件不是完整有效的 Parquet 文件；请重新导出并完整上传。",
		ZhHant: "檔案不是完整有效的 Parquet 檔案；請重新匯出並完整上傳。",
		En:     "the file is not a whole and valid Parquet file; export it again and upload it whole",
	},
	"parquet.incomplete": {
		ZhHans: "Parquet 文件声明 {0} 行，实际只能读出 {1} 行；请重新导出。",
		ZhHant: "Parquet 檔案聲明 {0} 行，實際只能讀出 {1} 行；請重新匯出。",
		En:     "the Parquet file declares {0} rows but only {1} can be read; export it again",
	},
	"parquet.unsupported": {
		ZhHans: "无法读取此 Parquet 文件的“{0}”列（{1}）；请改用常用的列类型与压缩方式导出。",
		ZhHant: "無法讀取此 Parquet 檔案的「{0}」欄（{1}）；請改用常用的欄類型與壓縮方式匯出。",
		En:     `column "{0}" of this Parquet file ({1}) cannot be read; export it with common column types and compression`,
	},
	"parquet.unsupported_file": {
		ZhHans: "此 Parquet 文件已加密或使用了平台不支持的特性；请取消加密，改用常用的列类型与压缩方式（如 snappy）导出。",
		ZhHant: "此 Parquet 檔案已加密或使用了平台不支援的特性；請取消加密，改用常用的欄類型與壓縮方式（如 snappy）匯出。",
		En:     "the Parquet file is encrypted or uses features that the platform does not read; export it unencrypted, with common column types and compression such as snappy",
	},
	"sqlite.not_a_database": {
		ZhHans: "文件不是有效的 SQLite 数据库或已损坏；请重新导出。",
		ZhHant: "檔案不是有效的 SQLite 資料庫或已損壞；請重新匯出。",
		En:     "the file is not a SQLite database, or is damaged; export it again",
	},
	"sqlite.busy": {
		ZhHans: "数据库正被占用或有未完成的事务；请待写入结束后再报送。",
		ZhHant: "資料庫正被佔用或有未完成的交易；請待寫入結束後再報送。",
		En:     "the database is locked or has an unfinished transaction; deliver it when writing is done",
	},
	"sqlite.table_absent": {
		ZhHans: "数据库中没有表或视图“{0}”；请核对表名。",
		ZhHant: "資料庫中沒有表或檢視「{0}」；請核對表名。",
		En:     `the database has no table or view "{0}"; check the name`,
	},
	"sqlite.query_failed": {
		ZhHans: "查询未能执行：{0}；请核对查询语句与库表结构是否一致。",
		ZhHant: "查詢未能執行：{0}；請核對查詢語句與庫表結構是否一致。",
		En:     "the query failed: {0}; compare it with the database's tables",
	},
}
