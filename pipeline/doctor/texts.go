package doctor

import "cdoscore/rules"

// Texts are what findings say, and what to do about them.
func Texts() map[string]rules.Text {
	return map[string]rules.Text{
		"doctor.unknown":        {ZhHans: "未能检查：{0}", ZhHant: "未能檢查：{0}", En: "could not be examined: {0}"},
		"doctor.unknown.remedy": {ZhHans: "请以拥有工作区的账号重新运行，或排除上述故障", ZhHant: "請以擁有工作區的帳號重新執行，或排除上述故障", En: "run it again as the workspace's owner, or mend what it says"},
		"doctor.because":        {ZhHans: "{0}", ZhHant: "{0}", En: "{0}"},

		"doctor.config":        {ZhHans: "配置有效：{0} 个单位，{1} 个数据集", ZhHant: "設定有效：{0} 個單位，{1} 個數據集", En: "the configuration is valid: {0} units, {1} datasets"},
		"doctor.config.broken": {ZhHans: "配置无效：{0}", ZhHant: "設定無效：{0}", En: "the configuration is not valid: {0}"},
		"doctor.config.broken.remedy": {ZhHans: "改正上述各处后运行 cdoscore validate；其余检查须待配置有效后进行", ZhHant: "改正上述各處後執行 cdoscore validate；其餘檢查須待設定有效後進行",
			En: "mend what it says, and see with cdoscore validate; the other checks need a valid configuration"},

		"doctor.clock":               {ZhHans: "时钟为 {0}，不早于台账最近记录", ZhHant: "時鐘為 {0}，不早於台賬最近記錄", En: "the clock says {0}, not behind the ledger's newest entry"},
		"doctor.clock.behind":        {ZhHans: "时钟为 {0}，早于台账最近记录 {1}，运行将被拒绝", ZhHant: "時鐘為 {0}，早於台賬最近記錄 {1}，執行將被拒絕", En: "the clock says {0}, behind the ledger's newest entry of {1}: no run will begin"},
		"doctor.clock.behind.remedy": {ZhHans: "校正系统时间后再运行", ZhHant: "校正系統時間後再執行", En: "set the machine's clock right"},
		"doctor.clock.free":          {ZhHans: "时钟为 {0}，但未与时间服务器同步", ZhHant: "時鐘為 {0}，但未與時間伺服器同步", En: "the clock says {0}, but follows no time server"},
		"doctor.clock.free.remedy":   {ZhHans: "启用时间同步：timedatectl set-ntp true；内网请在 /etc/systemd/timesyncd.conf 中填写单位的时间服务器", ZhHant: "啟用時間同步：timedatectl set-ntp true；內網請在 /etc/systemd/timesyncd.conf 中填寫單位的時間伺服器", En: "turn it on with timedatectl set-ntp true; on a closed network name its time server in /etc/systemd/timesyncd.conf"},
		"doctor.zone":                {ZhHans: "城市时区 {0}（{1}），与本机一致", ZhHant: "城市時區 {0}（{1}），與本機一致", En: "the city's zone {0} ({1}) is the machine's too"},
		"doctor.zone.differs":        {ZhHans: "城市时区 {0}（{1}），本机为 {2}；评分与计划按城市时区，systemd 定时器与系统日志按本机时区", ZhHant: "城市時區 {0}（{1}），本機為 {2}；評分與計劃按城市時區，systemd 計時器與系統日誌按本機時區", En: "the city's zone is {0} ({1}), the machine's {2}: scores and the schedule go by the city's, timers of systemd and the machine's logs by its own"},
		"doctor.zone.differs.remedy": {ZhHans: "用 timedatectl set-timezone {0} 统一时区，或在定时器中写明时区", ZhHant: "用 timedatectl set-timezone {0} 統一時區，或在計時器中寫明時區", En: "set it with timedatectl set-timezone {0}, or name the zone in the timers"},

		"doctor.disk":              {ZhHans: "{0} 所在磁盘可用 {1}", ZhHant: "{0} 所在磁碟可用 {1}", En: "{1} are free for {0}"},
		"doctor.disk.tight":        {ZhHans: "{0} 所在磁盘仅余 {1}", ZhHant: "{0} 所在磁碟僅餘 {1}", En: "only {1} are free for {0}"},
		"doctor.disk.tight.remedy": {ZhHans: "及早扩容，或缩短 cdoscore.yaml 中的 retain（快照保存期限）", ZhHant: "及早擴容，或縮短 cdoscore.yaml 中的 retain（快照保存期限）", En: "make room in time, or shorten retain, how long snapshots are kept, in cdoscore.yaml"},
		"doctor.disk.full":         {ZhHans: "{0} 所在磁盘仅余 {1}，夜间运行可能因空间不足而中断", ZhHant: "{0} 所在磁碟僅餘 {1}，夜間執行可能因空間不足而中斷", En: "only {1} are free for {0}: a night may end for want of space"},
		"doctor.disk.full.remedy":  {ZhHans: "立即扩容或清理该磁盘", ZhHant: "立即擴容或清理該磁碟", En: "make room on that disk now"},
		"doctor.disk.files":        {ZhHans: "{0} 所在磁盘仅能再建 {1} 个文件", ZhHant: "{0} 所在磁碟僅能再建 {1} 個檔案", En: "only {1} more files can be made on the disk of {0}"},
		"doctor.disk.files.remedy": {ZhHans: "清理该磁盘上的小文件，或改用索引节点更多的文件系统", ZhHant: "清理該磁碟上的小檔案，或改用索引節點更多的檔案系統", En: "remove small files from that disk, or take a file system with more inodes"},

		"doctor.permissions":               {ZhHans: "{0} 仅限其所有者读写", ZhHant: "{0} 僅限其所有者讀寫", En: "{0} is for its owner only"},
		"doctor.permissions.open":          {ZhHans: "{0} 可被他人读取，其中有未脱敏数据与口令摘要", ZhHant: "{0} 可被他人讀取，其中有未去識別化數據與密碼摘要", En: "{0} can be read by others, and holds unmasked data and password hashes"},
		"doctor.permissions.open.remedy":   {ZhHans: "chmod 700 {0}", ZhHant: "chmod 700 {0}", En: "chmod 700 {0}"},
		"doctor.permissions.inside":        {ZhHans: "{2} 内有 {0} 个文件或目录的权限未限于所有者：{1}；因上级目录已限制，他人目前无法读取", ZhHant: "{2} 內有 {0} 個檔案或目錄的權限未限於所有者：{1}；因上層目錄已限制，他人目前無法讀取", En: "{0} files or folders in {2} are not for their owner only: {1}; the folder above keeps others out for now"},
		"doctor.permissions.inside.remedy": {ZhHans: "chmod -R go-rwx {2}", ZhHant: "chmod -R go-rwx {2}", En: "chmod -R go-rwx {2}"},

		"doctor.lock":      {ZhHans: "没有进程占用工作区", ZhHant: "沒有程序佔用工作區", En: "no process holds the workspace"},
		"doctor.lock.held": {ZhHans: "工作区由 {0} 占用（{1}，进程 {2}，自 {3}）", ZhHant: "工作區由 {0} 佔用（{1}，程序 {2}，自 {3}）", En: "{0} holds the workspace ({1}, process {2}, since {3})"},
		"doctor.lock.left": {ZhHans: "{1} 上的 {0} 未正常结束，留下的占用标记将在下次运行时自动接管", ZhHant: "{1} 上的 {0} 未正常結束，留下的佔用標記將在下次執行時自動接管", En: "{0} on {1} did not end well; what it left behind is taken over by the next run"},

		"doctor.ledger":                {ZhHans: "台账数据库完整", ZhHant: "台賬資料庫完整", En: "the ledger's database is whole"},
		"doctor.ledger.damaged":        {ZhHans: "{0}", ZhHant: "{0}", En: "{0}"},
		"doctor.ledger.damaged.remedy": {ZhHans: "停止服务，保留现场，用 cdoscore restore 恢复最近的备份", ZhHant: "停止服務，保留現場，用 cdoscore restore 還原最近的備份", En: "stop the service, keep the folder as it is, and lay out the newest backup with cdoscore restore"},

		"doctor.audit":               {ZhHans: "审计日志完整，共 {0} 条", ZhHant: "稽核日誌完整，共 {0} 條", En: "the audit trail holds, {0} records"},
		"doctor.audit.broken":        {ZhHans: "{0}", ZhHant: "{0}", En: "{0}"},
		"doctor.audit.broken.remedy": {ZhHans: "保留现场并报告审计管理员；对照备份或日志服务器中的副本查找被改动的记录", ZhHant: "保留現場並報告稽核管理員；對照備份或日誌伺服器中的副本查找被改動的記錄", En: "keep everything as it is and tell the audit administrator; compare with a backup or the collector of logs to find what was changed"},
		"doctor.audit.anchor":        {ZhHans: "审计日志共 {0} 条，但锚点文件不在，无法证明末尾未被删减", ZhHant: "稽核日誌共 {0} 條，但錨點檔案不在，無法證明末尾未被刪減", En: "the audit trail has {0} records, but its anchor is gone, so that its end may have been cut off"},
		"doctor.audit.anchor.remedy": {ZhHans: "用备份中的锚点核对：cdoscore audit verify --anchor 文件", ZhHant: "用備份中的錨點核對：cdoscore audit verify --anchor 檔案", En: "compare with a backup's: cdoscore audit verify --anchor FILE"},

		"doctor.files":                 {ZhHans: "{0} 个运行与 {1} 个快照均在，无多余文件", ZhHant: "{0} 個執行與 {1} 個快照均在，無多餘檔案", En: "{0} runs and {1} snapshots are there, and no others"},
		"doctor.files.missing":         {ZhHans: "台账所载的 {0} 个文件或目录不在：{1}", ZhHant: "台賬所載的 {0} 個檔案或目錄不在：{1}", En: "{0} files or folders that the ledger names are not there: {1}"},
		"doctor.files.missing.remedy":  {ZhHans: "从备份取回；快照可用 cdoscore run --slot 日期 --refetch 重新采集", ZhHant: "從備份取回；快照可用 cdoscore run --slot 日期 --refetch 重新採集", En: "take them from a backup; snapshots can be pulled anew with cdoscore run --slot DAY --refetch"},
		"doctor.files.orphaned":        {ZhHans: "有 {0} 个运行或快照未载入台账，系中断的运行所留：{1}", ZhHant: "有 {0} 個執行或快照未載入台賬，係中斷的執行所留：{1}", En: "{0} runs or snapshots are not in the ledger, left by runs that were broken off: {1}"},
		"doctor.files.orphaned.remedy": {ZhHans: "无须处理：未发布的运行在下次启动时清除，同一期次再次采集时覆盖其快照", ZhHant: "無須處理：未發布的執行在下次啟動時清除，同一期次再次採集時覆蓋其快照", En: "nothing need be done: the next start removes such runs, and the next pull of the slot replaces its snapshot"},

		"doctor.calendar":             {ZhHans: "工作日历至 {0}，{1} 个数据集按工作日计算时限", ZhHant: "工作日曆至 {0}，{1} 個數據集按工作日計算時限", En: "the calendar lasts to {0}; {1} datasets are due by working days"},
		"doctor.calendar.unused":      {ZhHans: "没有数据集按工作日计算时限", ZhHant: "沒有數據集按工作日計算時限", En: "no dataset is due by working days"},
		"doctor.calendar.ends":        {ZhHans: "工作日历于 {0} 到期，{1} 个数据集按工作日计算时限", ZhHant: "工作日曆於 {0} 到期，{1} 個數據集按工作日計算時限", En: "the calendar ends on {0}, and {1} datasets are due by working days"},
		"doctor.calendar.ends.remedy": {ZhHans: "按国务院办公厅节假日安排续编 calendar.yaml", ZhHant: "按國務院辦公廳節假日安排續編 calendar.yaml", En: "continue calendar.yaml by the State Council's list of holidays"},

		"doctor.fonts":                {ZhHans: "本机有 {0} 种中文字体，如 {1}", ZhHant: "本機有 {0} 種中文字型，如 {1}", En: "the machine has {0} families of Chinese fonts, such as {1}"},
		"doctor.fonts.none":           {ZhHans: "本机没有中文字体；评估表不受影响，但在本机转换为 PDF 时文字将显示为方框", ZhHant: "本機沒有中文字型；評估表不受影響，但在本機轉換為 PDF 時文字將顯示為方框", En: "the machine has no Chinese fonts: workbooks are right without, but show boxes where they are made into PDF here"},
		"doctor.fonts.none.remedy":    {ZhHans: "如需在本机转换，安装中文字体，如 apt install fonts-noto-cjk", ZhHant: "如需在本機轉換，安裝中文字型，如 apt install fonts-noto-cjk", En: "where that is wanted, install some, as apt install fonts-noto-cjk"},
		"doctor.fonts.unknown":        {ZhHans: "无法得知本机的字体：没有 fc-list", ZhHant: "無法得知本機的字型：沒有 fc-list", En: "the machine's fonts are not known: there is no fc-list"},
		"doctor.fonts.unknown.remedy": {ZhHans: "仅在本机转换 PDF 时需要：apt install fontconfig fonts-noto-cjk", ZhHant: "僅在本機轉換 PDF 時需要：apt install fontconfig fonts-noto-cjk", En: "only needed where PDF are made here: apt install fontconfig fonts-noto-cjk"},

		"doctor.sources":                  {ZhHans: "{0} 个数据源可以连通，{1} 个无须或无法预先连接", ZhHant: "{0} 個數據來源可以連通，{1} 個無須或無法預先連線", En: "{0} sources answer, {1} cannot or need not be asked"},
		"doctor.sources.unreached":        {ZhHans: "数据集 {0} 的数据源无法连通", ZhHant: "數據集 {0} 的數據來源無法連通", En: "the source of {0} is not reached"},
		"doctor.sources.unreached.remedy": {ZhHans: "排除上述原因后试读：cdoscore sources test {0}", ZhHant: "排除上述原因後試讀：cdoscore sources test {0}", En: "mend that, then try cdoscore sources test {0}"},
		"doctor.sources.slow":             {ZhHans: "{0} 内没有应答", ZhHant: "{0} 內沒有應答", En: "no answer within {0}"},
	}
}
