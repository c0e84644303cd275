package submission

import (
	"cdoscore/pipeline/ledger"
	"cdoscore/rules"
)

// actionReasons tell why the desk does not do what it was asked.
var actionReasons = map[string]rules.Text{
	"submission.busy": {
		ZhHans: "本单位已有 {0} 个文件在排队检查；请等这些文件检查完后再上传。",
		ZhHant: "本單位已有 {0} 個檔案在排隊檢查；請等這些檔案檢查完後再上傳。",
		En:     "{0} files of your unit are waiting for their checks; upload more when those are done",
	},
	"submission.closed": {
		ZhHans: "平台正在停止服务，暂不接收文件；请稍后重试。",
		ZhHant: "平台正在停止服務，暫不接收檔案；請稍後重試。",
		En:     "the platform is being stopped and takes no files now; try again later",
	},
	"submission.slot": {
		ZhHans: "“{0}”不是该数据集的报送周期；报送周期以首日命名，例如 {1}。",
		ZhHant: "「{0}」不是該資料集的報送週期；報送週期以首日命名，例如 {1}。",
		En:     `"{0}" is no slot of the dataset; a slot is named by its first day, such as {1}`,
	},
	"submission.slot_open": {
		ZhHans: "报送周期 {0} 尚未结束，请在 {1} 以后报送。",
		ZhHant: "報送週期 {0} 尚未結束，請在 {1} 以後報送。",
		En:     "slot {0} has not ended; hand it in from {1} on",
	},
	"submission.slot_before_start": {
		ZhHans: "报送周期 {0} 早于评价起始日 {1}，不在评价范围内。",
		ZhHant: "報送週期 {0} 早於評價起始日 {1}，不在評價範圍內。",
		En:     "slot {0} lies before {1}, the first day of the assessment",
	},
	"submission.signed": {
		ZhHans: "报送周期 {0} 所在考核周期的结果已审定，不再接收报送、更正或零报告；有异议请走申诉程序。",
		ZhHant: "報送週期 {0} 所在考核週期的結果已審定，不再接收報送、更正或零報告；有異議請走申訴程序。",
		En:     "the assessment that slot {0} belongs to is signed off: nothing is handed in, corrected or declared any more; use the appeal procedure",
	},
	"submission.not_ready": {
		ZhHans: "文件还在检查，请稍候。",
		ZhHant: "檔案還在檢查，請稍候。",
		En:     "the file is still being checked; wait a little",
	},
	"submission.needs_review": {
		ZhHans: "本单位要求双人审核：请先提交，由另一位同志审核通过后再确认报送。",
		ZhHant: "本單位要求雙人審核：請先提交，由另一位同仁審核通過後再確認報送。",
		En:     "your unit asks for a second person: submit the upload first, and confirm it when another person has approved it",
	},
	"submission.no_review": {
		ZhHans: "本单位不要求双人审核，检查完成后可以直接确认报送。",
		ZhHant: "本單位不要求雙人審核，檢查完成後可以直接確認報送。",
		En:     "your unit asks for no second person: confirm the upload as soon as it is checked",
	},
	"submission.same_person": {
		ZhHans: "填报人不能审核自己的报送，请由本单位另一位同志审核。",
		ZhHant: "填報人不能審核自己的報送，請由本單位另一位同仁審核。",
		En:     "whoever uploaded or submitted a file cannot review it; another person of the unit must",
	},
	"submission.newer_confirmed": {
		ZhHans: "该报送周期已确认报送了更晚上传的文件；如确需使用此文件，请重新上传。",
		ZhHant: "該報送週期已確認報送了更晚上傳的檔案；如確需使用此檔案，請重新上傳。",
		En:     "a file that was uploaded later is confirmed for this slot already; upload this one again if it is to replace that",
	},
	"submission.reason": {
		ZhHans: "请写明原因（1 至 {0} 字）。",
		ZhHant: "請寫明原因（1 至 {0} 字）。",
		En:     "give a reason (1 to {0} characters)",
	},
	"submission.withdraw_due": {
		ZhHans: "已过截止时间 {0}，不能撤回；如数据有误，请上传更正文件（更正报送）。",
		ZhHant: "已過截止時間 {0}，不能撤回；如資料有誤，請上傳更正檔案（更正報送）。",
		En:     "the deadline {0} has passed, so that nothing is withdrawn; if the data are wrong, upload a correction",
	},
	"submission.withdraw_scored": {
		ZhHans: "该报送已被平台读取或评分，不能撤回；如数据有误，请上传更正文件（更正报送）。",
		ZhHant: "該報送已被平台讀取或評分，不能撤回；如資料有誤，請上傳更正檔案（更正報送）。",
		En:     "the upload was read or scored already, so that it is not withdrawn; if the data are wrong, upload a correction",
	},
	"submission.nil_cycle": {
		ZhHans: "不定期或静态数据集没有报送截止时间，无需零报告。",
		ZhHant: "不定期或靜態資料集沒有報送截止時間，無需零報告。",
		En:     "a dataset without a cycle has no deadline and needs no nil return",
	},
	"submission.nil_delivered": {
		ZhHans: "该报送周期已有数据或已作零报告，不能再作零报告。",
		ZhHant: "該報送週期已有資料或已作零報告，不能再作零報告。",
		En:     "the slot has data or a nil return already",
	},
	"submission.no_file": {
		ZhHans: "文件已过保存期限，或检查没有生成该文件。",
		ZhHant: "檔案已過保存期限，或檢查沒有產生該檔案。",
		En:     "the file is past its time of retention, or the check wrote none",
	},
	"submission.no_extract": {
		ZhHans: "该数据集还没有可导出的评分结果，或快照已过保存期限。",
		ZhHant: "該資料集還沒有可匯出的評分結果，或快照已過保存期限。",
		En:     "there is no scored extract of the dataset to export, or its snapshot is past its time of retention",
	},
	"submission.format": {
		ZhHans: "不支持导出为“{0}”，请选择 csv 或 xlsx。",
		ZhHant: "不支援匯出為「{0}」，請選擇 csv 或 xlsx。",
		En:     `there is no export as "{0}": choose csv or xlsx`,
	},
}

// stateReasons refuse an action in each of the states: submission.state.confirmed, …
func stateReasons() map[string]rules.Text {
	out := map[string]rules.Text{}
	for state, name := range stateNames {
		out["submission.state."+state] = rules.Text{
			ZhHans: "该报送当前为“" + name.ZhHans + "”状态，不能进行此操作；请刷新页面查看最新状态。",
			ZhHant: "該報送目前為「" + name.ZhHant + "」狀態，不能進行此操作；請重新整理頁面查看最新狀態。",
			En:     `the upload is ` + name.En + `, so that this cannot be done; reload the page to see what became of it`,
		}
		out["upload.state."+state] = name
	}
	return out
}

// stateNames are the words for the states of an upload and of a due dataset; pages
// show them by the key upload.state.….
var stateNames = map[string]rules.Text{
	ledger.UploadReceived:   {ZhHans: "待检查", ZhHant: "待檢查", En: "waiting for its check"},
	ledger.UploadChecking:   {ZhHans: "检查中", ZhHant: "檢查中", En: "being checked"},
	ledger.UploadChecked:    {ZhHans: "已检查", ZhHant: "已檢查", En: "checked"},
	ledger.UploadRefused:    {ZhHans: "未受理", ZhHant: "未受理", En: "refused"},
	ledger.UploadSubmitted:  {ZhHans: "待审核", ZhHant: "待審核", En: "waiting for the second person"},
	ledger.UploadApproved:   {ZhHans: "审核通过", ZhHant: "審核通過", En: "approved"},
	ledger.UploadRejected:   {ZhHans: "审核退回", ZhHant: "審核退回", En: "rejected"},
	ledger.UploadConfirmed:  {ZhHans: "已报送", ZhHant: "已報送", En: "confirmed"},
	ledger.UploadWithdrawn:  {ZhHans: "已撤回", ZhHant: "已撤回", En: "withdrawn"},
	ledger.UploadSuperseded: {ZhHans: "已被更正替代", ZhHant: "已被更正替代", En: "superseded by a correction"},
	StatePending:            {ZhHans: "待报送", ZhHant: "待報送", En: "not handed in, not due yet"},
	StateOverdue:            {ZhHans: "逾期未报", ZhHant: "逾期未報", En: "overdue"},
	StateNilReturn:          {ZhHans: "已零报告", ZhHant: "已零報告", En: "a nil return"},
}

// exportTexts are the words of an export of failing rows.
var exportTexts = map[string]rules.Text{
	"export.watermark": {
		ZhHans: "【内部资料 不得外传】单位 {0}，账号 {1}，导出时间 {2}，编号 {3}；数据集 {4}，报送周期 {5}，评分批次 {6}。以 = + - @ 等开头的值前加有半角单引号。",
		ZhHant: "【內部資料 不得外傳】單位 {0}，帳號 {1}，匯出時間 {2}，編號 {3}；資料集 {4}，報送週期 {5}，評分批次 {6}。以 = + - @ 等開頭的值前加有半形單引號。",
		En:     "[Internal, not to be passed on] unit {0}, account {1}, exported {2}, number {3}; dataset {4}, slot {5}, run {6}. Values that begin with = + - @ and the like have an apostrophe in front.",
	},
	"export.row":    {ZhHans: "行号", ZhHant: "列號", En: "row"},
	"export.key":    {ZhHans: "主键", ZhHant: "主鍵", En: "key"},
	"export.rule":   {ZhHans: "规则编号", ZhHant: "規則編號", En: "rule"},
	"export.title":  {ZhHans: "规则名称", ZhHant: "規則名稱", En: "title"},
	"export.field":  {ZhHans: "字段", ZhHant: "欄位", En: "field"},
	"export.value":  {ZhHans: "问题值（未脱敏）", ZhHant: "問題值（未去識別化）", En: "value (unmasked)"},
	"export.reason": {ZhHans: "错误说明", ZhHant: "錯誤說明", En: "what is wrong"},
	"export.number": {ZhHans: "导出编号", ZhHant: "匯出編號", En: "export number"},
}
