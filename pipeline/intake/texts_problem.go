package intake

// problemTexts say why a request is not served, and (.do) what to do.
func problemTexts() []entry {
	return []entry{
		{"problem.title", "无法完成", "無法完成", "This cannot be done"},
		{"problem.code", "状态码 {0}", "狀態碼 {0}", "Status {0}"},
		{"problem.not_found", "没有找到这个页面", "沒有找到這個頁面", "There is no such page"},
		{"problem.not_found.do", "它不存在，或不属于您的单位。请从首页重新进入。", "它不存在，或不屬於您的單位。請從首頁重新進入。", "It does not exist, or does not belong to your unit. Begin again at the first page."},
		{"problem.forbidden", "您的角色不能进行这项操作", "您的角色不能進行這項操作", "Your role may not do this"},
		{"problem.forbidden.do", "如确有需要，请联系本市数据主管部门的安全管理员调整角色。", "如確有需要，請聯絡本市數據主管部門的安全管理員調整角色。", "If you need it, ask the security administrator of the city's data authority for another role."},
		{"problem.token", "页面已过期，操作没有执行", "頁面已過期，操作沒有執行", "The page is out of date, and nothing was done"},
		{"problem.token.do", "请返回原页面，刷新后重试。", "請返回原頁面，重新整理後重試。", "Go back, reload the page and try again."},
		{"problem.too_long", "提交的内容过大", "提交的內容過大", "What was sent is too large"},
		{"problem.too_long.do", "请缩小文件或减少内容后重试。", "請縮小檔案或減少內容後重試。", "Make the file or the text smaller and try again."},
		{"problem.bad_request", "提交的内容无法识别", "提交的內容無法識別", "What was sent could not be understood"},
		{"problem.bad_request.do", "请返回原页面，刷新后重试。", "請返回原頁面，重新整理後重試。", "Go back, reload the page and try again."},
		{"problem.no_file", "没有选择文件", "沒有選擇檔案", "No file was chosen"},
		{"problem.no_file.do", "请选择要上传的 Excel 或 CSV 文件。", "請選擇要上傳的 Excel 或 CSV 檔案。", "Choose the Excel or CSV file to upload."},
		{"problem.no_reason", "请填写原因", "請填寫原因", "Say why"},
		{"problem.no_reason.do", "原因不能为空，且不超过 500 字。", "原因不能為空，且不超過 500 字。", "The reason must not be empty, nor longer than 500 characters."},
		{"problem.sign_in", "尚未登录，或登录已过期", "尚未登入，或登入已過期", "You are not signed in, or no longer"},
		{"problem.sign_in.do", "请重新登录后再试。", "請重新登入後再試。", "Sign in and try again."},
		{"problem.must_change", "请先修改密码", "請先修改密碼", "Change your password first"},
		{"problem.must_change.do", "修改密码后才能继续操作。", "修改密碼後才能繼續操作。", "After that you may go on."},
		{"problem.refused", "操作没有执行", "操作沒有執行", "Nothing was done"},
		{"problem.refused.do", "请按上述说明处理后重试。", "請按上述說明處理後重試。", "Do as it says and try again."},
		{"problem.no_results", "这一期没有评估结果", "這一期沒有評估結果", "There are no results for this period"},
		{"problem.no_results.do", "夜间评估完成后即可查看，或选择其他评估期。", "夜間評估完成後即可查看，或選擇其他評估期。", "Results are here once the night has run; or choose another period."},
		{"problem.throttled", "失败次数过多，请在 {0} 之后再试", "失敗次數過多，請在 {0} 之後再試", "Too many failed attempts: try again after {0}"},
		{"problem.throttled.do", "如忘记密码，请联系本市数据主管部门的系统管理员重置。", "如忘記密碼，請聯絡本市數據主管部門的系統管理員重置。", "If you have forgotten your password, ask the system administrator of the city's data authority for a new one."},
		{"problem.busy", "平台繁忙", "平台繁忙", "The platform is busy"},
		{"problem.busy.do", "请稍等半分钟后重试。", "請稍等半分鐘後重試。", "Wait half a minute and try again."},
		{"problem.stalled", "上传中断", "上傳中斷", "The upload broke off"},
		{"problem.stalled.do", "请检查网络后重新上传。", "請檢查網絡後重新上傳。", "Check the network and upload again."},
		{"problem.broken", "平台出现故障，操作没有完成", "平台出現故障，操作沒有完成", "The platform has failed, and this was not completed"},
		{"problem.broken.do", "请稍后重试。如仍不成功，请将时间告知平台运维，日志中有详细记录。", "請稍後重試。如仍不成功，請將時間告知平台運維，日誌中有詳細記錄。", "Try again later. If that does not help, tell the operator the time: the log has the details."},
	}
}
