package main

import "cdoscore/rules"

// sourceCommandTexts are what `sources` itself says.
var sourceCommandTexts = map[string]rules.Text{
	"cli.sources.more":        {ZhHans: "查看某一连接器的全部选项：cdoscore sources 名称；试读数据集的数据源：cdoscore sources test 单位/数据集", ZhHant: "查看某一連接器的全部選項：cdoscore sources 名稱；試讀數據集的數據來源：cdoscore sources test 單位/數據集", En: "For the options of one: cdoscore sources NAME; to try a dataset's source: cdoscore sources test UNIT/DATASET"},
	"cli.sources.required":    {ZhHans: "（{0}，必填）", ZhHant: "（{0}，必填）", En: "({0}, required)"},
	"cli.sources.optional":    {ZhHans: "（{0}）", ZhHant: "（{0}）", En: "({0})"},
	"cli.sources.default":     {ZhHans: "（{0}，默认 {1}）", ZhHant: "（{0}，預設 {1}）", En: "({0}, default {1})"},
	"cli.sources.text":        {ZhHans: "文本", ZhHant: "文字", En: "text"},
	"cli.sources.int":         {ZhHans: "整数", ZhHant: "整數", En: "whole number"},
	"cli.sources.bool":        {ZhHans: "true | false", ZhHant: "true | false", En: "true | false"},
	"cli.sources.list":        {ZhHans: "文本列表", ZhHant: "文字清單", En: "list of texts"},
	"cli.sources.format":      {ZhHans: "format: {0} 时另有（说明见 cdoscore sources {0}）：{1}", ZhHant: "format: {0} 時另有（說明見 cdoscore sources {0}）：{1}", En: "With format: {0} also, as `cdoscore sources {0}` describes them: {1}"},
	"cli.sources.example":     {ZhHans: "数据集文件中至少写作：{0}", ZhHant: "數據集檔案中至少寫作：{0}", En: "In a dataset file at least: {0}"},
	"cli.sources.failed":      {ZhHans: "数据集 {0}，期次 {1}，连接器 {2}：未能读取。{3}", ZhHant: "數據集 {0}，期次 {1}，連接器 {2}：未能讀取。{3}", En: "dataset {0}, slot {1}, connector {2}: not read. {3}"},
	"cli.sources.read":        {ZhHans: "数据集 {0}，期次 {1}，连接器 {2}：已读取 {3}", ZhHant: "數據集 {0}，期次 {1}，連接器 {2}：已讀取 {3}", En: "dataset {0}, slot {1}, connector {2}: read {3}"},
	"cli.sources.modified":    {ZhHans: "数据源修改时间 {0}", ZhHant: "數據來源修改時間 {0}", En: "modified at its source {0}"},
	"cli.sources.counts":      {ZhHans: "物理记录 {0} 条：成行 {1}，无法读取 {2}", ZhHant: "實體記錄 {0} 條：成行 {1}，無法讀取 {2}", En: "{0} physical records: {1} rows, {2} not readable"},
	"cli.sources.speed":       {ZhHans: "连接 {0} 秒，共 {1} 秒，每秒 {2} 行、{3} MB", ZhHant: "連線 {0} 秒，共 {1} 秒，每秒 {2} 行、{3} MB", En: "{0} s to connect, {1} s in all, {2} rows/s, {3} MB/s"},
	"cli.sources.column":      {ZhHans: "列名", ZhHant: "欄名", En: "column"},
	"cli.sources.source_type": {ZhHans: "源类型", ZhHant: "來源類型", En: "source type"},
	"cli.sources.field":       {ZhHans: "声明字段", ZhHant: "聲明欄位", En: "field"},
	"cli.sources.declared":    {ZhHans: "声明类型", ZhHant: "聲明類型", En: "declared type"},
	"cli.sources.verdict":     {ZhHans: "比对", ZhHant: "比對", En: "verdict"},
	"cli.sources.present":     {ZhHans: "一致", ZhHant: "一致", En: "present"},
	"cli.sources.missing":     {ZhHans: "缺少", ZhHant: "缺少", En: "missing"},
	"cli.sources.extra":       {ZhHans: "多出（未声明，只显示长度）", ZhHant: "多出（未聲明，只顯示長度）", En: "extra (not declared: only lengths are shown)"},
	"cli.sources.moved":       {ZhHans: "次序不同", ZhHant: "次序不同", En: "moved"},
}

// sourceTexts describe connectors and options in Chinese; in English they describe
// themselves. source.*.NAME serves every connector that has no text of its own.
var sourceTexts = map[string]rules.Text{
	"source.csv":     {ZhHans: "分隔文本文件，可为 gzip 或 zstd 压缩。", ZhHant: "分隔文字檔案，可為 gzip 或 zstd 壓縮。"},
	"source.excel":   {ZhHans: "Excel 工作簿中的工作表（.xlsx、.xlsm）。", ZhHant: "Excel 活頁簿中的工作表（.xlsx、.xlsm）。"},
	"source.jsonl":   {ZhHans: "JSON Lines 文件，每行一个对象，可为 gzip 或 zstd 压缩。", ZhHant: "JSON Lines 檔案，每行一個物件，可為 gzip 或 zstd 壓縮。"},
	"source.json":    {ZhHans: "含对象数组的 JSON 文件，可为 gzip 或 zstd 压缩。", ZhHant: "含物件陣列的 JSON 檔案，可為 gzip 或 zstd 壓縮。"},
	"source.parquet": {ZhHans: "Parquet 文件。", ZhHant: "Parquet 檔案。"},
	"source.sqlite":  {ZhHans: "SQLite 数据库文件，只读。", ZhHant: "SQLite 資料庫檔案，唯讀。"},
	"source.command": {ZhHans: "所声明程序的输出，不经 shell 运行。", ZhHant: "所聲明程式的輸出，不經 shell 執行。"},
	"source.sftp":    {ZhHans: "SFTP 服务器上的文件，用密钥或口令登录；必须提供 known_hosts。", ZhHant: "SFTP 伺服器上的檔案，用金鑰或密碼登入；必須提供 known_hosts。"},
	"source.s3":      {ZhHans: "兼容 S3 协议的对象存储中的对象。", ZhHant: "相容 S3 協定的物件儲存中的物件。"},
	"source.http":    {ZhHans: "以 HTTP GET 取得的文件，或 JSON 接口的各页。", ZhHant: "以 HTTP GET 取得的檔案，或 JSON 介面的各頁。"},

	"source.*.path":        {ZhHans: "文件路径，绝对路径或从工作区目录起；可含 *、?、[..]、{slot:2006-01-02}（期次首日）和 {slot_end:2006-01-02}（期次末日）", ZhHant: "檔案路徑，絕對路徑或從工作區目錄起；可含 *、?、[..]、{slot:2006-01-02}（期次首日）和 {slot_end:2006-01-02}（期次末日）"},
	"source.*.marker":      {ZhHans: "报送完成标志文件的路径，日期写法同 path；该文件不存在时视为尚未报送", ZhHant: "報送完成標誌檔案的路徑，日期寫法同 path；該檔案不存在時視為尚未報送"},
	"source.*.compression": {ZhHans: "压缩方式；auto 按文件开头的字节判断", ZhHant: "壓縮方式；auto 按檔案開頭的位元組判斷"},
	"source.*.max_bytes":   {ZhHans: "单个文件解压后的最大字节数", ZhHant: "單個檔案解壓後的最大位元組數"},
	"source.*.columns":     {ZhHans: "作为列的键及其次序；默认取前 1000 条记录中的键", ZhHant: "作為欄的鍵及其次序；預設取前 1000 條記錄中的鍵"},
	"source.*.format":      {ZhHans: "内容的格式；该格式自身的选项写在旁边", ZhHant: "內容的格式；該格式自身的選項寫在旁邊"},
	"source.*.timeout":     {ZhHans: "取数总时限（含重试），如 90s、1h30m", ZhHant: "取數總時限（含重試），如 90s、1h30m"},
	"source.*.retries":     {ZhHans: "遇到可能恢复的故障时重试的次数", ZhHant: "遇到可能恢復的故障時重試的次數"},
	"source.*.retry_wait":  {ZhHans: "首次重试前的等待时间，此后逐次加倍", ZhHant: "首次重試前的等待時間，此後逐次加倍"},
	"source.*.ca_file":     {ZhHans: "代替系统证书的受信任证书文件，绝对路径或从工作区目录起", ZhHant: "代替系統憑證的受信任憑證檔案，絕對路徑或從工作區目錄起"},

	"source.csv.delimiter": {ZhHans: "字段之间的分隔符；制表符写 tab；未设置时也接受首行 sep=; 所声明的", ZhHant: "欄位之間的分隔符號；定位字元寫 tab；未設定時也接受首行 sep=; 所聲明的"},
	"source.csv.quote":     {ZhHans: "括住字段的引号；引号无特殊含义时写 none", ZhHant: "括住欄位的引號；引號無特殊含義時寫 none"},
	"source.csv.header":    {ZhHans: "表头所在行；没有表头时写 0，并设置 columns", ZhHant: "表頭所在行；沒有表頭時寫 0，並設定 columns"},
	"source.csv.columns":   {ZhHans: "没有表头的文件的列名", ZhHant: "沒有表頭的檔案的欄名"},
	"source.csv.encoding":  {ZhHans: "文本编码", ZhHant: "文字編碼"},

	"source.excel.sheet":      {ZhHans: "工作表名称；默认为第一个可见的工作表", ZhHant: "工作表名稱；預設為第一個可見的工作表"},
	"source.excel.header_row": {ZhHans: "列名所在的行", ZhHant: "欄名所在的列"},

	"source.json.records": {ZhHans: "数组所在位置：自顶层起的键，以点相连，如 data.items；默认文件本身即为数组", ZhHant: "陣列所在位置：自頂層起的鍵，以點相連，如 data.items；預設檔案本身即為陣列"},

	"source.sqlite.table": {ZhHans: "要读取的表或视图；与 query 二选一", ZhHant: "要讀取的表或檢視；與 query 二選一"},
	"source.sqlite.query": {ZhHans: "要读取的 SELECT 语句；:slot_start 与 :slot_end 以文本绑定，为城市时区的 YYYY-MM-DD HH:MM:SS；与 table 二选一", ZhHant: "要讀取的 SELECT 語句；:slot_start 與 :slot_end 以文字繫結，為城市時區的 YYYY-MM-DD HH:MM:SS；與 table 二選一"},

	"source.command.program":       {ZhHans: "程序路径，绝对路径或从工作区目录起", ZhHant: "程式路徑，絕對路徑或從工作區目錄起"},
	"source.command.args":          {ZhHans: "参数，每项一个，可含 {slot:2006-01-02} 和 {slot_end:2006-01-02}；{{ 表示字符 {。口令请写在 env 中：参数可被他人看到", ZhHant: "參數，每項一個，可含 {slot:2006-01-02} 和 {slot_end:2006-01-02}；{{ 表示字元 {。密碼請寫在 env 中：參數可被他人看到"},
	"source.command.env":           {ZhHans: "环境变量，写作 NAME=value；此外只设 PATH、LANG 和 TZ", ZhHant: "環境變數，寫作 NAME=value；此外只設 PATH、LANG 和 TZ"},
	"source.command.dir":           {ZhHans: "运行目录，绝对路径或从工作区目录起；默认为工作区目录", ZhHant: "執行目錄，絕對路徑或從工作區目錄起；預設為工作區目錄"},
	"source.command.absent_status": {ZhHans: "程序以此退出状态（1 至 255）表示尚未报送", ZhHant: "程式以此結束狀態（1 至 255）表示尚未報送"},
	"source.command.stop_wait":     {ZhHans: "要求结束后等待多久，再强制终止程序及其子进程", ZhHant: "要求結束後等待多久，再強制終止程式及其子程序"},

	"source.sftp.host":            {ZhHans: "服务器名称或地址", ZhHant: "伺服器名稱或位址"},
	"source.sftp.port":            {ZhHans: "端口", ZhHant: "連接埠"},
	"source.sftp.user":            {ZhHans: "登录账号", ZhHant: "登入帳號"},
	"source.sftp.password":        {ZhHans: "登录口令，写作环境变量 ${NAME}；与 key_file 二选一", ZhHant: "登入密碼，寫作環境變數 ${NAME}；與 key_file 二選一"},
	"source.sftp.key_file":        {ZhHans: "私钥文件，绝对路径或从工作区目录起；与 password 二选一", ZhHant: "私鑰檔案，絕對路徑或從工作區目錄起；與 password 二選一"},
	"source.sftp.key_passphrase":  {ZhHans: "私钥的密码，写作环境变量 ${NAME}", ZhHant: "私鑰的密碼，寫作環境變數 ${NAME}"},
	"source.sftp.known_hosts":     {ZhHans: "登记服务器公钥的文件，格式同 ssh-keyscan 与 ssh 所写，绝对路径或从工作区目录起", ZhHant: "登記伺服器公鑰的檔案，格式同 ssh-keyscan 與 ssh 所寫，絕對路徑或從工作區目錄起"},
	"source.sftp.path":            {ZhHans: "服务器上的路径；可含 *、?、[..]、{slot:2006-01-02}（期次首日）和 {slot_end:2006-01-02}（期次末日）", ZhHant: "伺服器上的路徑；可含 *、?、[..]、{slot:2006-01-02}（期次首日）和 {slot_end:2006-01-02}（期次末日）"},
	"source.sftp.connect_timeout": {ZhHans: "连接与登录的时限", ZhHant: "連線與登入的時限"},

	"source.s3.endpoint":   {ZhHans: "存储服务的地址，如 https://s3.example.gov.cn:9000", ZhHant: "儲存服務的位址，如 https://s3.example.gov.cn:9000"},
	"source.s3.bucket":     {ZhHans: "存储桶名称", ZhHant: "儲存桶名稱"},
	"source.s3.path":       {ZhHans: "对象的键；可含 *、?、[..]、{slot:2006-01-02}（期次首日）和 {slot_end:2006-01-02}（期次末日）", ZhHant: "物件的鍵；可含 *、?、[..]、{slot:2006-01-02}（期次首日）和 {slot_end:2006-01-02}（期次末日）"},
	"source.s3.marker":     {ZhHans: "报送完成标志对象的键，日期写法同 path", ZhHant: "報送完成標誌物件的鍵，日期寫法同 path"},
	"source.s3.access_key": {ZhHans: "访问密钥；不填则匿名访问", ZhHant: "存取金鑰；不填則匿名存取"},
	"source.s3.secret_key": {ZhHans: "密钥，写作环境变量 ${NAME}", ZhHant: "密鑰，寫作環境變數 ${NAME}"},
	"source.s3.region":     {ZhHans: "签名所用的区域", ZhHant: "簽名所用的區域"},
	"source.s3.path_style": {ZhHans: "存储桶写在地址的路径中；false 则写在主机名中", ZhHant: "儲存桶寫在位址的路徑中；false 則寫在主機名中"},

	"source.http.url":          {ZhHans: "地址，可含 {slot:2006-01-02}（期次首日）和 {slot_end:2006-01-02}（期次末日）；{{ 表示字符 {。令牌请写在 headers 或查询参数中：路径会出现在提示里", ZhHant: "位址，可含 {slot:2006-01-02}（期次首日）和 {slot_end:2006-01-02}（期次末日）；{{ 表示字元 {。權杖請寫在 headers 或查詢參數中：路徑會出現在提示裡"},
	"source.http.headers":      {ZhHans: "要发送的请求头，如 \"Authorization: Bearer ${TOKEN}\"", ZhHant: "要傳送的請求標頭，如 \"Authorization: Bearer ${TOKEN}\""},
	"source.http.cache":        {ZhHans: "保存上次内容及其 ETag 的目录，绝对路径或从工作区目录起；内容未变时不再重复传输", ZhHant: "儲存上次內容及其 ETag 的目錄，絕對路徑或從工作區目錄起；內容未變時不再重複傳輸"},
	"source.http.page_param":   {ZhHans: "按页码分页：查询参数名；首个没有记录的页为末页", ZhHant: "按頁碼分頁：查詢參數名；首個沒有記錄的頁為末頁"},
	"source.http.page_first":   {ZhHans: "首页的页码，与 page_param 同用", ZhHant: "首頁的頁碼，與 page_param 同用"},
	"source.http.page_step":    {ZhHans: "页码每次的增量，与 page_param 同用；参数为偏移量时即每页条数", ZhHant: "頁碼每次的增量，與 page_param 同用；參數為偏移量時即每頁條數"},
	"source.http.next_link":    {ZhHans: "按链接分页：下一页地址在页中的位置，如 paging.next；没有、为 null 或为空即为末页", ZhHant: "按連結分頁：下一頁位址在頁中的位置，如 paging.next；沒有、為 null 或為空即為末頁"},
	"source.http.cursor":       {ZhHans: "按游标分页：游标在页中的位置，如 meta.cursor；没有、为 null 或为空即为末页", ZhHant: "按游標分頁：游標在頁中的位置，如 meta.cursor；沒有、為 null 或為空即為末頁"},
	"source.http.cursor_param": {ZhHans: "接收游标的查询参数名", ZhHant: "接收游標的查詢參數名"},
	"source.http.total":        {ZhHans: "记录总数在页中的位置，如 meta.total；取得的条数必须与之相等", ZhHant: "記錄總數在頁中的位置，如 meta.total；取得的條數必須與之相等"},
	"source.http.max_pages":    {ZhHans: "最多取多少页，超过即拒绝", ZhHant: "最多取多少頁，超過即拒絕"},
}
