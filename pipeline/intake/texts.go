package intake

import "cdoscore/rules"

// entry is one text in the three languages.
type entry struct{ key, hans, hant, en string }

// texts are all texts of the pages; a key of two of the parts would hide one.
func texts() map[string]rules.Text {
	out := map[string]rules.Text{}
	for _, part := range [][]entry{frameTexts(), stateTexts(), datasetTexts(), uploadTexts(), receiptTexts(), cityTexts(), findingTexts(), appealTexts(), problemTexts()} {
		for _, e := range part {
			out["web."+e.key] = rules.Text{ZhHans: e.hans, ZhHant: e.hant, En: e.en}
		}
	}
	return out
}

// frameTexts are those of the frame of all pages, of signing in and of roles.
func frameTexts() []entry {
	return []entry{
		{"product", "数据质量报送平台", "數據質量報送平台", "Data Quality Reporting"},
		{"skip", "跳到正文", "跳到正文", "Skip to content"},
		{"menu", "主菜单", "主選單", "Main menu"},
		{"languages", "语言", "語言", "Language"},
		{"foot", "本平台仅供报送单位和主管部门使用，所有操作均留痕备查。请妥善保管账号和下载的文件。", "本平台僅供報送單位和主管部門使用，所有操作均留痕備查。請妥善保管賬號和下載的檔案。", "For the reporting units and the supervising authority only. All actions are recorded. Keep your account and downloaded files safe."},
		{"back", "返回", "返回", "Back"},
		{"first_page", "返回首页", "返回首頁", "To the first page"},
		{"and", "、", "、", ", "},
		{"to", "至", "至", "to"},
		{"yes", "是", "是", "Yes"},
		{"no", "否", "否", "No"},
		{"rows", "行", "行", "rows"},
		{"colon", "：", "：", ": "},
		{"form.wrong", "有 {0} 处填写不符合要求，尚未提交。请更正后重新提交：", "有 {0} 處填寫不符合要求，尚未提交。請更正後重新提交：", "Nothing was recorded: mend {0} of the entries and send the form again."},
		{"form.must", "必填", "必填", "required"},
		{"form.choose", "请选择", "請選擇", "Choose"},
		{"rows.more", "{0} 等", "{0} 等", "{0} …"},
		{"signout", "退出", "登出", "Sign out"},

		{"nav.datasets", "我的数据集", "我的數據集", "My datasets"},
		{"nav.review", "待审核", "待審核", "To review"},
		{"nav.unit", "本单位评估", "本單位評估", "Our scorecard"},
		{"nav.city", "全市评估", "全市評估", "City scorecard"},
		{"nav.findings", "整改", "整改", "Findings"},
		{"nav.appeals", "异议", "異議", "Appeals"},
		{"nav.operations", "运行情况", "運行情況", "Operations"},
		{"nav.audit", "审计日志", "審計日誌", "Audit trail"},
		{"nav.accounts", "账号管理", "賬號管理", "Accounts"},

		{"role.officer", "填报人", "填報人", "Officer"},
		{"role.reviewer", "审核人", "審核人", "Reviewer"},
		{"role.cdo", "首席数据官", "首席數據官", "Chief Data Officer"},
		{"role.city_reviewer", "市级评审", "市級評審", "City reviewer"},
		{"role.leader", "领导", "領導", "Leadership"},
		{"role.operator", "运维", "運維", "Operator"},
		{"role.system_admin", "系统管理员", "系統管理員", "System administrator"},
		{"role.security_admin", "安全管理员", "安全管理員", "Security administrator"},
		{"role.audit_admin", "审计管理员", "審計管理員", "Audit administrator"},

		{"signin.title", "登录", "登入", "Sign in"},
		{"signin.name", "账号", "賬號", "Account"},
		{"signin.password", "密码", "密碼", "Password"},
		{"signin.code", "动态验证码（6 位数字）", "動態驗證碼（6 位數字）", "One-time code (6 digits)"},
		{"signin.go", "登录", "登入", "Sign in"},
		{"signin.help", "忘记密码或账号被停用，请联系本市数据主管部门的系统管理员。", "忘記密碼或賬號被停用，請聯絡本市數據主管部門的系統管理員。", "If you have forgotten your password or your account is disabled, ask the system administrator of the city's data authority."},
		{"signin.wrong", "账号或密码不正确，或账号已停用。请核对后重试。", "賬號或密碼不正確，或賬號已停用。請核對後重試。", "The account or the password is wrong, or the account is disabled. Check both and try again."},
		{"signin.code_needed", "本账号已开通动态验证码：请重新输入密码，并填写验证器上显示的 6 位数字。", "本賬號已開通動態驗證碼：請重新輸入密碼，並填寫驗證器上顯示的 6 位數字。", "This account uses one-time codes: type your password again, and the six digits that your authenticator shows."},
		{"signin.code_wrong", "动态验证码不正确或已用过。请等验证器显示下一个验证码后重试。", "動態驗證碼不正確或已用過。請等驗證器顯示下一個驗證碼後重試。", "The one-time code is wrong or was used already. Wait for the next one and try again."},

		{"password.title", "修改密码", "修改密碼", "Change password"},
		{"password.change", "修改密码", "修改密碼", "Change password"},
		{"password.must", "首次登录或密码被重置后，必须先修改密码。", "首次登入或密碼被重置後，必須先修改密碼。", "After the first sign-in, or when your password was reset, you must change it first."},
		{"password.old", "现密码", "現密碼", "Present password"},
		{"password.new", "新密码", "新密碼", "New password"},
		{"password.again", "再次输入新密码", "再次輸入新密碼", "New password again"},
		{"password.rule", "至少 10 个字符，不得包含账号名，不得使用常见或有规律的密码。可使用一句便于记忆的话。", "至少 10 個字元，不得包含賬號名，不得使用常見或有規律的密碼。可使用一句便於記憶的話。", "At least 10 characters, without the account's name, and none of the common or patterned ones. A sentence that you remember easily is good."},
		{"password.go", "修改密码", "修改密碼", "Change password"},
		{"password.differ", "两次输入的新密码不一致，请重新输入。", "兩次輸入的新密碼不一致，請重新輸入。", "The two new passwords differ: type them again."},
		{"password.wrong", "现密码不正确，请重新输入。", "現密碼不正確，請重新輸入。", "The present password is wrong: type it again."},
	}
}
