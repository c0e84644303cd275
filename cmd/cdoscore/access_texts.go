package main

import "cdoscore/rules"

// accessTexts are what `user` and `audit` say.
var accessTexts = map[string]rules.Text{
	"cli.user.added":             {ZhHans: "已新增账号 {0}（{1}）", ZhHant: "已新增帳號 {0}（{1}）", En: "added the account {0} ({1})"},
	"cli.user.password":          {ZhHans: "口令（仅显示一次）：{0}", ZhHant: "密碼（僅顯示一次）：{0}", En: "the password, shown this once: {0}"},
	"cli.user.disabled":          {ZhHans: "已停用账号 {0}，其登录已全部结束", ZhHant: "已停用帳號 {0}，其登入已全部結束", En: "disabled the account {0}; its sessions have ended"},
	"cli.user.enabled":           {ZhHans: "已启用账号 {0}", ZhHant: "已啟用帳號 {0}", En: "enabled the account {0}"},
	"cli.user.changed":           {ZhHans: "已变更账号 {0} 的角色或单位，其登录已全部结束", ZhHant: "已變更帳號 {0} 的角色或單位，其登入已全部結束", En: "changed role or unit of the account {0}; its sessions have ended"},
	"cli.user.passwd":            {ZhHans: "已重设账号 {0} 的口令，其登录已全部结束，下次登录后须修改口令", ZhHant: "已重設帳號 {0} 的密碼，其登入已全部結束，下次登入後須修改密碼", En: "set the password of the account {0}; its sessions have ended, and it must be changed at the next sign-in"},
	"cli.user.totp":              {ZhHans: "账号 {0} 今后登录须输入动态验证码。密钥（仅显示一次）：{1}\n{2}", ZhHant: "帳號 {0} 今後登入須輸入動態驗證碼。密鑰（僅顯示一次）：{1}\n{2}", En: "the account {0} is asked for a one-time code from now on. The secret, shown this once: {1}\n{2}"},
	"cli.user.totp_removed":      {ZhHans: "账号 {0} 登录不再要求动态验证码", ZhHant: "帳號 {0} 登入不再要求動態驗證碼", En: "the account {0} is no longer asked for a one-time code"},
	"cli.user.ask":               {ZhHans: "口令：", ZhHant: "密碼：", En: "Password: "},
	"cli.user.ask_again":         {ZhHans: "再次输入口令：", ZhHant: "再次輸入密碼：", En: "Password again: "},
	"cli.user.none":              {ZhHans: "尚无账号。新增：cdoscore user add 名称 --role 角色", ZhHant: "尚無帳號。新增：cdoscore user add 名稱 --role 角色", En: "there are no accounts yet: add one with cdoscore user add NAME --role ROLE"},
	"cli.user.name":              {ZhHans: "账号", ZhHant: "帳號", En: "account"},
	"cli.user.title":             {ZhHans: "姓名或职务", ZhHant: "姓名或職務", En: "title"},
	"cli.user.role":              {ZhHans: "角色", ZhHant: "角色", En: "role"},
	"cli.user.unit":              {ZhHans: "单位", ZhHant: "單位", En: "unit"},
	"cli.user.state":             {ZhHans: "状态", ZhHant: "狀態", En: "state"},
	"cli.user.state.enabled":     {ZhHans: "启用", ZhHant: "啟用", En: "enabled"},
	"cli.user.state.disabled":    {ZhHans: "停用", ZhHant: "停用", En: "disabled"},
	"cli.user.state.totp":        {ZhHans: "动态验证码", ZhHant: "動態驗證碼", En: "one-time codes"},
	"cli.user.state.must_change": {ZhHans: "须修改口令", ZhHant: "須修改密碼", En: "must change the password"},

	"cli.audit.empty":    {ZhHans: "审计日志尚无记录", ZhHant: "稽核日誌尚無記錄", En: "the audit trail holds no record yet"},
	"cli.audit.valid":    {ZhHans: "审计日志完整：共 {0} 条，最近一条 {1}，哈希 {2}；与锚点（第 {3} 条，{4}）一致", ZhHant: "稽核日誌完整：共 {0} 條，最近一條 {1}，雜湊 {2}；與錨點（第 {3} 條，{4}）一致", En: "the audit trail holds: {0} records, the newest of {1} with hash {2}; its anchor (record {3}, {4}) agrees"},
	"cli.audit.exported": {ZhHans: "已导出 {0} 条审计记录至 {1}，最后一条序号 {2}", ZhHant: "已匯出 {0} 條稽核記錄至 {1}，最後一條序號 {2}", En: "exported {0} records of the audit trail to {1}, the last of number {2}"},
	"cli.audit.seq":      {ZhHans: "序号", ZhHant: "序號", En: "number"},
	"cli.audit.at":       {ZhHans: "时间", ZhHant: "時間", En: "time"},
	"cli.audit.actor":    {ZhHans: "操作者", ZhHant: "操作者", En: "actor"},
	"cli.audit.unit":     {ZhHans: "单位", ZhHant: "單位", En: "unit"},
	"cli.audit.action":   {ZhHans: "操作", ZhHant: "操作", En: "action"},
	"cli.audit.object":   {ZhHans: "对象", ZhHant: "對象", En: "object"},
	"cli.audit.remote":   {ZhHans: "来源地址", ZhHant: "來源位址", En: "address"},
	"cli.audit.detail":   {ZhHans: "说明", ZhHant: "說明", En: "detail"},
}
