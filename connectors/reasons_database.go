package connectors

// databaseReasons tell of databases that are reached over the network.
var databaseReasons = map[string]Message{
	"database.unreachable": {
		ZhHans: "无法连接数据库服务器“{0}”；请检查服务器是否运行、网络和防火墙是否放行、地址和端口是否正确。",
		ZhHant: "無法連線資料庫伺服器「{0}」；請檢查伺服器是否運行、網路和防火牆是否放行、位址和連接埠是否正確。",
		En:     `the database server "{0}" cannot be reached; check that it runs, that the network and its firewalls let the platform through, and the address and port`,
	},
	"database.sign_in": {
		ZhHans: "数据库服务器“{0}”拒绝登录；请核对账号和密码，以及是否允许平台所在地址登录。",
		ZhHant: "資料庫伺服器「{0}」拒絕登入；請核對帳號和密碼，以及是否允許平台所在位址登入。",
		En:     `the database server "{0}" refuses the sign-in; check the account and password, and that it may sign in from the platform's address`,
	},
	"database.sign_in_method": {
		ZhHans: "数据库服务器“{0}”要求的登录方式（{1}）平台的驱动程序不支持；请由数据库管理员为该账号改用以下方式之一：{2}。",
		ZhHant: "資料庫伺服器「{0}」要求的登入方式（{1}）平台的驅動程式不支援；請由資料庫管理員為該帳號改用以下方式之一：{2}。",
		En:     `the database server "{0}" asks for a sign-in method that the platform's driver does not speak ({1}); let its administrator give the account one of these: {2}`,
	},
	"database.absent": {
		ZhHans: "服务器上没有所要的数据库，或账号无权使用：{0}；请核对数据库名和授权。",
		ZhHant: "伺服器上沒有所要的資料庫，或帳號無權使用：{0}；請核對資料庫名稱和授權。",
		En:     "the server has no such database, or the account may not use it: {0}; check the name and the grants",
	},
	"database.table_absent": {
		ZhHans: "数据库中没有所要的表、视图或字段：{0}；请核对名称，确认未被删除或改名。",
		ZhHant: "資料庫中沒有所要的表、檢視或欄位：{0}；請核對名稱，確認未被刪除或改名。",
		En:     "the database has no such table, view or column: {0}; check the name, and whether it was dropped or renamed",
	},
	"database.permission": {
		ZhHans: "平台账号没有读取权限：{0}；请为该账号授予只读（SELECT）权限。",
		ZhHant: "平台帳號沒有讀取權限：{0}；請為該帳號授予唯讀（SELECT）權限。",
		En:     "the platform's account may not read: {0}; grant it SELECT",
	},
	"database.query_failed": {
		ZhHans: "查询未能执行：{0}；请核对查询语句与库表结构是否一致。",
		ZhHant: "查詢未能執行：{0}；請核對查詢語句與庫表結構是否一致。",
		En:     "the query failed: {0}; compare it with the database's tables",
	},
	"database.timeout": {
		ZhHans: "查询在时限 {0} 内未完成，已中止；请优化查询、检查是否被锁阻塞，或调高 statement_timeout。",
		ZhHant: "查詢在時限 {0} 內未完成，已中止；請最佳化查詢、檢查是否被鎖阻塞，或調高 statement_timeout。",
		En:     "the query was not done within {0} and was ended; make it faster, look for locks that block it, or raise statement_timeout",
	},
	"database.broken": {
		ZhHans: "读取过程中与数据库服务器“{0}”的连接中断；请检查服务器是否重启、网络是否稳定，然后重新运行。",
		ZhHant: "讀取過程中與資料庫伺服器「{0}」的連線中斷；請檢查伺服器是否重新啟動、網路是否穩定，然後重新執行。",
		En:     `the connection to the database server "{0}" broke while reading; check whether the server was restarted and whether the network is steady, then run again`,
	},
	"database.busy": {
		ZhHans: "数据库服务器“{0}”暂时无法提供服务（连接数已满、正在启动或被锁定）：{1}；请稍后重新运行。",
		ZhHant: "資料庫伺服器「{0}」暫時無法提供服務（連線數已滿、正在啟動或被鎖定）：{1}；請稍後重新執行。",
		En:     `the database server "{0}" cannot serve now, being full, starting or locked: {1}; run again later`,
	},
	"database.tls": {
		ZhHans: "无法与数据库服务器“{0}”建立可信的加密连接；请核对服务器证书、ca_file 与 tls 设置。",
		ZhHant: "無法與資料庫伺服器「{0}」建立可信的加密連線；請核對伺服器憑證、ca_file 與 tls 設定。",
		En:     `no trusted encrypted connection to the database server "{0}" can be made; check the server's certificate, ca_file and tls`,
	},
	"database.no_snapshot": {
		ZhHans: "数据库服务器不支持只读快照事务：{0}；如可接受非快照读取，请在数据源中设置 snapshot: false。",
		ZhHant: "資料庫伺服器不支援唯讀快照交易：{0}；如可接受非快照讀取，請在資料來源中設定 snapshot: false。",
		En:     "the server knows no read-only snapshot transaction: {0}; if reading without one is acceptable, set snapshot: false in the source",
	},
	"database.unsupported": {
		ZhHans: "无法读取“{0}”列（{1}）的值；请在查询中将该列转换为常用类型。",
		ZhHant: "無法讀取「{0}」欄（{1}）的值；請在查詢中將該欄轉換為常用類型。",
		En:     `the values of column "{0}" ({1}) cannot be read; cast it to a common type in the query`,
	},
	"database.no_driver": {
		ZhHans: "此版本的程序不含数据库驱动“{0}”；请平台运维人员按说明自行加入驱动并重新编译。",
		ZhHant: "此版本的程式不含資料庫驅動「{0}」；請平台運維人員按說明自行加入驅動並重新編譯。",
		En:     `this build holds no database driver "{0}"; the platform's operators must add it and build again, as the documentation says`,
	},
	"database.ca_file": {
		ZhHans: "无法读取证书文件“{0}”，或其中没有有效证书；请平台运维人员核对 ca_file。",
		ZhHant: "無法讀取憑證檔案「{0}」，或其中沒有有效憑證；請平台運維人員核對 ca_file。",
		En:     `the certificate file "{0}" cannot be read or holds no certificate; the platform's operators must check ca_file`,
	},
	"database.password_file": {
		ZhHans: "无法读取密码文件“{0}”；请平台运维人员核对 password_file 及其权限。",
		ZhHant: "無法讀取密碼檔案「{0}」；請平台運維人員核對 password_file 及其權限。",
		En:     `the password file "{0}" cannot be read; the platform's operators must check password_file and its permissions`,
	},
}
