package intake

// cityTexts are those of the city's pages: scorecards, operations, audit, accounts.
func cityTexts() []entry {
	return []entry{
		{"city.title", "全市评估", "全市評估", "City scorecard"},
		{"day", "数据日期", "數據日期", "Day"},
		{"day.go", "查看", "查看", "Show"},
		{"workbook.get", "下载评估表（Excel）", "下載評估表（Excel）", "Download the workbook (Excel)"},
		{"workbook.file", "{0}_{1}_数据质量评估表", "{0}_{1}_數據質量評估表", "{0}_{1}_data_quality"},

		{"operations.title", "运行情况", "運行情況", "Operations"},
		{"operations.help", "最近的夜间运行。详细情况见服务器上的运行日志。", "最近的夜間執行。詳細情況見伺服器上的執行日誌。", "The newest nights. The server's log has the details."},
		{"operations.day", "数据日期", "數據日期", "Day"},
		{"operations.started", "开始时间", "開始時間", "Began"},
		{"operations.finished", "完成时间", "完成時間", "Ended"},
		{"operations.running", "运行中", "執行中", "At work"},
		{"operations.slots", "数据集期次", "數據集期次", "Slots"},
		{"operations.unassessed", "未能评定", "未能評定", "Not assessed"},
		{"operations.run", "运行编号", "執行編號", "Run"},
		{"operations.none", "尚无运行记录。", "尚無執行記錄。", "No night was run yet."},

		{"audit.title", "审计日志", "審計日誌", "Audit trail"},
		{"audit.seq", "序号", "序號", "No."},
		{"audit.actor", "操作人", "操作人", "Who"},
		{"audit.action", "操作", "操作", "Action"},
		{"audit.unit", "单位", "單位", "Unit"},
		{"audit.object", "对象", "對象", "Object"},
		{"audit.detail", "内容", "內容", "Detail"},
		{"audit.remote", "来源地址", "來源地址", "Address"},
		{"audit.find", "查询", "查詢", "Find"},
		{"audit.verify", "校验日志完整性", "校驗日誌完整性", "Verify the chain"},
		{"audit.whole", "日志完整：共 {0} 条记录，链尾摘要值 {1}。", "日誌完整：共 {0} 條記錄，鏈尾摘要值 {1}。", "The chain is whole: {0} records, last hash {1}."},
		{"audit.broken", "日志链已断开，请立即保全数据库并上报：", "日誌鏈已斷開，請立即保全資料庫並上報：", "The chain is broken; secure the database and report at once:"},
		{"audit.shown", "显示最新 {0} 条，符合条件共 {1} 条。导出全部记录请用命令 cdoscore audit。", "顯示最新 {0} 條，符合條件共 {1} 條。匯出全部記錄請用命令 cdoscore audit。", "The newest {0} of {1} that fit. The command cdoscore audit exports all."},

		{"accounts.title", "账号管理", "賬號管理", "Accounts"},
		{"accounts.help", "新建账号、变更角色和动态验证码请用命令 cdoscore user。", "新建賬號、變更角色和動態驗證碼請用命令 cdoscore user。", "New accounts, roles and one-time codes are made with the command cdoscore user."},
		{"accounts.name", "账号", "賬號", "Account"},
		{"accounts.role", "角色", "角色", "Role"},
		{"accounts.code", "动态验证码", "動態驗證碼", "One-time codes"},
		{"accounts.enabled", "启用", "啟用", "Enabled"},
		{"accounts.disabled", "已停用", "已停用", "Disabled"},
		{"accounts.enable", "启用", "啟用", "Enable"},
		{"accounts.disable", "停用", "停用", "Disable"},
		{"accounts.end", "强制退出", "強制登出", "End sessions"},
	}
}
