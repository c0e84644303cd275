package account

import (
	"errors"

	"cdoscore/rules"
)

// Message is the key and arguments, in Texts, of what to tell a person about an
// error of SignIn, Session or ChangePassword; false where it is none of theirs but a
// failure of the ledger.
func Message(err error) (rules.Note, bool) {
	var wait *ThrottledError
	var weak *WeakPasswordError
	if errors.As(err, &wait) {
		return rules.Note{Key: "account.throttled", Args: []string{wait.Until.Format("2006-01-02 15:04:05")}}, true
	}
	if errors.As(err, &weak) {
		return rules.Note{Key: "account." + weak.Reason}, true
	}
	for _, e := range []struct {
		err error
		key string
	}{{ErrCredentials, "account.credentials"}, {ErrCodeNeeded, "account.code_needed"}, {ErrCode, "account.code"}, {ErrNoSession, "account.no_session"}, {ErrBusy, "account.busy"}} {
		if errors.Is(err, e.err) {
			return rules.Note{Key: e.key}, true
		}
	}
	return rules.Note{}, false
}

// Texts are the names of the roles, as account.role.ROLE, and what Message names.
func Texts() map[string]rules.Text {
	return map[string]rules.Text{
		"account.role.officer":        {ZhHans: "填报人", ZhHant: "填報人", En: "Officer"},
		"account.role.reviewer":       {ZhHans: "审核人", ZhHant: "審核人", En: "Unit reviewer"},
		"account.role.cdo":            {ZhHans: "首席数据官", ZhHant: "首席數據官", En: "Chief Data Officer"},
		"account.role.city_reviewer":  {ZhHans: "市级评审人", ZhHant: "市級評審人", En: "City reviewer"},
		"account.role.leader":         {ZhHans: "领导", ZhHant: "領導", En: "Leader"},
		"account.role.operator":       {ZhHans: "运维人员", ZhHant: "運維人員", En: "Operator"},
		"account.role.system_admin":   {ZhHans: "系统管理员", ZhHant: "系統管理員", En: "System administrator"},
		"account.role.security_admin": {ZhHans: "安全管理员", ZhHant: "安全管理員", En: "Security administrator"},
		"account.role.audit_admin":    {ZhHans: "审计管理员", ZhHant: "審計管理員", En: "Audit administrator"},

		"account.credentials": {ZhHans: "账号或口令有误，或账号已停用。", ZhHant: "帳號或密碼有誤，或帳號已停用。", En: "The account or the password is wrong, or the account is disabled."},
		"account.code_needed": {ZhHans: "请输入动态验证码。", ZhHant: "請輸入動態驗證碼。", En: "Enter the one-time code."},
		"account.code":        {ZhHans: "动态验证码有误或已使用，请等待下一个验证码。", ZhHant: "動態驗證碼有誤或已使用，請等待下一個驗證碼。", En: "The one-time code is wrong or was used already: wait for the next."},
		"account.no_session":  {ZhHans: "尚未登录或登录已过期，请重新登录。", ZhHant: "尚未登入或登入已逾時，請重新登入。", En: "You are not signed in, or the session has ended: sign in again."},
		"account.busy":        {ZhHans: "当前登录人数较多，请稍后再试。", ZhHant: "目前登入人數較多，請稍後再試。", En: "Many people are signing in: try again in a moment."},
		"account.throttled":   {ZhHans: "登录失败次数过多，请于 {0} 后再试；如非本人操作，请联系管理员。", ZhHant: "登入失敗次數過多，請於 {0} 後再試；如非本人操作，請聯絡管理員。", En: "Too many failed sign-ins: try again after {0}. If it was not you, tell your administrator."},

		"account.weak.short":  {ZhHans: "口令过短，至少需要 10 个字符。", ZhHant: "密碼過短，至少需要 10 個字元。", En: "The password is too short: take at least 10 characters."},
		"account.weak.long":   {ZhHans: "口令过长，最多 256 个字符。", ZhHant: "密碼過長，最多 256 個字元。", En: "The password is too long: take at most 256 characters."},
		"account.weak.name":   {ZhHans: "口令不得包含账号名称。", ZhHant: "密碼不得包含帳號名稱。", En: "The password must not contain the account's name."},
		"account.weak.common": {ZhHans: "该口令属于常见口令，容易被猜中，请另设。", ZhHant: "該密碼屬於常見密碼，容易被猜中，請另設。", En: "This password is among those that are tried first: take another."},
		"account.weak.simple": {ZhHans: "口令由少数字符重复或顺序排列而成，请另设。", ZhHant: "密碼由少數字元重複或順序排列而成，請另設。", En: "The password repeats or counts on a few characters: take another."},
		"account.weak.same":   {ZhHans: "新口令不得与原口令相同。", ZhHant: "新密碼不得與原密碼相同。", En: "The new password must not be the old one."},
	}
}
