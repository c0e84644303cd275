package connectors

// remoteReasons tell of content that is fetched from elsewhere: sftp, s3, http and command.
var remoteReasons = map[string]Message{
	"remote.unreachable": {
		ZhHans: "无法连接“{0}”，或连接中断；请检查网络、地址、端口以及对方服务是否正常。",
		ZhHant: "無法連線「{0}」，或連線中斷；請檢查網路、位址、連接埠以及對方服務是否正常。",
		En:     `"{0}" cannot be reached, or the connection broke; check the network, the address, the port and the service there`,
	},
	"remote.certificate": {
		ZhHans: "“{0}”的证书不受信任；请核对证书，自建证书请在 ca_file 中指定其根证书。",
		ZhHant: "「{0}」的憑證不受信任；請核對憑證，自建憑證請在 ca_file 中指定其根憑證。",
		En:     `the certificate of "{0}" is not trusted; check it, or name the root of a private one under ca_file`,
	},
	"remote.ca_file": {
		ZhHans: "证书文件“{0}”无法读取，或不含 PEM 格式的证书；请更正 ca_file。",
		ZhHant: "憑證檔案「{0}」無法讀取，或不含 PEM 格式的憑證；請更正 ca_file。",
		En:     `the certificate file "{0}" cannot be read, or holds no certificate in PEM form; correct ca_file`,
	},
	"remote.denied": {
		ZhHans: "“{0}”拒绝了登录或访问；请核对账号、密钥或口令及其权限。",
		ZhHant: "「{0}」拒絕了登入或存取；請核對帳號、金鑰或密碼及其權限。",
		En:     `"{0}" refused the sign-in or the access; check the account, its key or password, and its permissions`,
	},
	"remote.status": {
		ZhHans: "“{0}”返回状态 {1}，未能取得数据；请联系对方系统的运维人员。",
		ZhHant: "「{0}」返回狀態 {1}，未能取得數據；請聯絡對方系統的運維人員。",
		En:     `"{0}" answered with status {1} in place of the data; ask those who run it`,
	},
	"remote.timeout": {
		ZhHans: "在限定时间（{0}）内未能取得全部数据；请检查对方系统是否繁忙，或调高 timeout。",
		ZhHant: "在限定時間（{0}）內未能取得全部數據；請檢查對方系統是否繁忙，或調高 timeout。",
		En:     "the data did not arrive whole within {0}; see whether the other system is busy, or raise timeout",
	},
	"remote.too_large": {
		ZhHans: "内容超过上限 {0} 字节；请核对，确需报送时由平台调高 max_bytes。",
		ZhHant: "內容超過上限 {0} 位元組；請核對，確需報送時由平台調高 max_bytes。",
		En:     "the content is larger than the limit of {0} bytes; check it, or let the platform raise max_bytes",
	},
	"remote.cut_short": {
		ZhHans: "传输不完整：收到 {0} 字节，对方声明 {1} 字节；已放弃本次内容，请重新运行。",
		ZhHant: "傳輸不完整：收到 {0} 位元組，對方聲明 {1} 位元組；已放棄本次內容，請重新執行。",
		En:     "the transfer is incomplete: {0} bytes came, {1} were announced; what came is thrown away, run again",
	},
	"remote.cut_off": {
		ZhHans: "传输中途断开；已放弃本次内容，请检查网络后重新运行。",
		ZhHant: "傳輸中途斷開；已放棄本次內容，請檢查網路後重新執行。",
		En:     "the transfer broke off midway; what came is thrown away, check the network and run again",
	},
	"sftp.known_hosts": {
		ZhHans: "主机密钥文件“{0}”无法读取或格式有误；请用 ssh-keyscan 生成，并与服务器管理方核对指纹。",
		ZhHant: "主機金鑰檔案「{0}」無法讀取或格式有誤；請用 ssh-keyscan 產生，並與伺服器管理方核對指紋。",
		En:     `the known_hosts file "{0}" cannot be read, or is malformed; make one with ssh-keyscan and compare the fingerprint with the server's owner`,
	},
	"sftp.host_unknown": {
		ZhHans: "known_hosts 中没有服务器“{0}”的密钥；服务器出示的 {1} 密钥指纹为 {2}，请与服务器管理方核对无误后加入该文件。",
		ZhHant: "known_hosts 中沒有伺服器「{0}」的金鑰；伺服器出示的 {1} 金鑰指紋為 {2}，請與伺服器管理方核對無誤後加入該檔案。",
		En:     `known_hosts holds no key of the server "{0}"; it shows a key of type {1} with the fingerprint {2}: compare it with what the server's owner says, then add it to the file`,
	},
	"sftp.host_changed": {
		ZhHans: "服务器“{0}”出示的密钥与 known_hosts 中的记录不符（{1}，指纹 {2}），可能被冒充；请与服务器管理方核实后再更新该文件。",
		ZhHant: "伺服器「{0}」出示的金鑰與 known_hosts 中的記錄不符（{1}，指紋 {2}），可能被冒充；請與伺服器管理方核實後再更新該檔案。",
		En:     `the server "{0}" shows another key than the one in known_hosts ({1}, fingerprint {2}), perhaps it is an impostor; ask its owner before the file is changed`,
	},
	"sftp.key": {
		ZhHans: "私钥文件“{0}”无法读取或解密；请核对 key_file 与 key_passphrase。",
		ZhHant: "私鑰檔案「{0}」無法讀取或解密；請核對 key_file 與 key_passphrase。",
		En:     `the private key file "{0}" cannot be read or decrypted; check key_file and key_passphrase`,
	},
	"sftp.no_common_algorithm": {
		ZhHans: "与服务器“{0}”没有共同支持的加密算法；请对方升级 SSH 服务，或在 known_hosts 中登记其现用类型的密钥。",
		ZhHant: "與伺服器「{0}」沒有共同支援的加密演算法；請對方升級 SSH 服務，或在 known_hosts 中登記其現用類型的金鑰。",
		En:     `the server "{0}" shares no algorithm with the platform; its SSH service must be upgraded, or known_hosts must hold a key of the type that it uses now`,
	},
	"s3.bucket_absent": {
		ZhHans: "存储桶“{0}”不存在；请核对 bucket 与 endpoint。",
		ZhHant: "儲存桶「{0}」不存在；請核對 bucket 與 endpoint。",
		En:     `there is no bucket "{0}"; check bucket and endpoint`,
	},
	"http.address": {
		ZhHans: "地址填入期次日期后无效；请核对 url。",
		ZhHant: "位址填入期次日期後無效；請核對 url。",
		En:     "the address is not valid with the slot's dates filled in; check url",
	},
	"http.redirected": {
		ZhHans: "“{0}”把请求转往其他服务器；为防止凭据外泄已拒绝，请在 url 中直接填写最终地址。",
		ZhHant: "「{0}」把請求轉往其他伺服器；為防止憑據外洩已拒絕，請在 url 中直接填寫最終位址。",
		En:     `"{0}" sends the request on to another server, which is refused because the headers may hold a token; declare the final address under url`,
	},
	"http.no_length": {
		ZhHans: "服务器没有说明内容长度，无法判断是否传输完整；请让服务器返回 Content-Length 或分块传输。",
		ZhHant: "伺服器沒有說明內容長度，無法判斷是否傳輸完整；請讓伺服器返回 Content-Length 或分塊傳輸。",
		En:     "the server does not tell how long the content is, so that nobody could tell whether it is whole; it must send Content-Length or chunks",
	},
	"http.page_shape": {
		ZhHans: "第 {0} 页在“{1}”处没有所约定的内容；请核对 records、total 与接口返回。",
		ZhHant: "第 {0} 頁在「{1}」處沒有所約定的內容；請核對 records、total 與介面返回。",
		En:     "page {0} does not hold at {1} what was agreed; compare records and total with what the interface answers",
	},
	"http.page_absent": {
		ZhHans: "接口在第 {0} 页返回“不存在”，数据不完整；请核对分页设置，末页应返回空数组。",
		ZhHant: "介面在第 {0} 頁返回「不存在」，數據不完整；請核對分頁設定，末頁應返回空陣列。",
		En:     "the interface says that page {0} does not exist, so the records may be incomplete; check the paging options, the last page must be an empty array",
	},
	"http.page_loop": {
		ZhHans: "接口在第 {0} 页之后又给出相同的页，无法取得全部数据；请核对分页参数。",
		ZhHant: "介面在第 {0} 頁之後又給出相同的頁，無法取得全部數據；請核對分頁參數。",
		En:     "after page {0} the interface hands out the same page again, so that its records cannot be had whole; check the paging options",
	},
	"http.too_many_pages": {
		ZhHans: "页数超过上限 {0}；请核对分页设置，或调高 max_pages。",
		ZhHant: "頁數超過上限 {0}；請核對分頁設定，或調高 max_pages。",
		En:     "there are more than {0} pages; check the paging options, or raise max_pages",
	},
	"http.link_elsewhere": {
		ZhHans: "第 {0} 页的下一页链接无效或指向其他服务器；为防止凭据外泄已拒绝，请联系接口提供方。",
		ZhHant: "第 {0} 頁的下一頁連結無效或指向其他伺服器；為防止憑據外洩已拒絕，請聯絡介面提供方。",
		En:     "the link to the page after page {0} is not valid or leads to another server, which is refused because the headers may hold a token; ask those who run the interface",
	},
	"http.total": {
		ZhHans: "接口声明共 {0} 条记录，实际取得 {1} 条；可能在取数期间有变化，请重新运行。",
		ZhHant: "介面聲明共 {0} 條記錄，實際取得 {1} 條；可能在取數期間有變化，請重新執行。",
		En:     "the interface announces {0} records and {1} came, perhaps they changed meanwhile; run again",
	},
	"command.program": {
		ZhHans: "程序“{0}”无法启动；请核对 program 与 dir，以及执行权限。",
		ZhHant: "程式「{0}」無法啟動；請核對 program 與 dir，以及執行權限。",
		En:     `the program "{0}" cannot be started; check program, dir and the permission to run it`,
	},
	"command.exit": {
		ZhHans: "程序以状态 {0} 结束，输出已放弃；其最后的提示：{1}",
		ZhHant: "程式以狀態 {0} 結束，輸出已放棄；其最後的提示：{1}",
		En:     "the program ended with status {0} and its output is thrown away; the last it said: {1}",
	},
	"command.killed": {
		ZhHans: "程序被信号中止（{0}），输出已放弃；其最后的提示：{1}",
		ZhHant: "程式被信號中止（{0}），輸出已放棄；其最後的提示：{1}",
		En:     "the program was ended by a signal ({0}) and its output is thrown away; the last it said: {1}",
	},
	"command.absent": {
		ZhHans: "程序以状态 {0} 表示尚未报送；请按时限报送。",
		ZhHant: "程式以狀態 {0} 表示尚未報送；請按時限報送。",
		En:     "the program says by its status {0} that nothing was delivered yet; deliver by the deadline",
	},
	"command.left_behind": {
		ZhHans: "程序已结束，但其子进程仍占用输出，无法确认输出完整；请让程序等待子进程结束。",
		ZhHant: "程式已結束，但其子程序仍佔用輸出，無法確認輸出完整；請讓程式等待子程序結束。",
		En:     "the program ended but left a process behind that holds its output, so that nobody could tell whether it is whole; it must wait for its children",
	},
}
