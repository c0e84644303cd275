package entries

import "cdoscore/rules"

// Texts say what is wrong with an entry and what to do. The caller owns the map.
func Texts() map[string]rules.Text {
	return map[string]rules.Text{
		"entry.required":     {ZhHans: "必填，请填写。", ZhHant: "必填，請填寫。", En: "must be filled in"},
		"entry.too_long":     {ZhHans: "共 {0} 个字，最多 {1} 个字，请缩短。", ZhHant: "共 {0} 個字，最多 {1} 個字，請縮短。", En: "has {0} characters and may have {1}: shorten it"},
		"entry.unprintable":  {ZhHans: "含有无法显示的字符，请删去后重新填写。", ZhHant: "含有無法顯示的字元，請刪去後重新填寫。", En: "holds characters that cannot be shown: remove them"},
		"entry.not_a_day":    {ZhHans: "“{0}”不是日期，请按 2026-04-30 的样式填写。", ZhHant: "「{0}」不是日期，請按 2026-04-30 的樣式填寫。", En: "\"{0}\" is no date: enter one, as 2026-04-30"},
		"entry.no_progress":  {ZhHans: "反馈须说明完成情况，请从列表中选择。", ZhHant: "回饋須說明完成情況，請從列表中選擇。", En: "a reply says how far it has come: choose from the list"},
		"entry.no_reason":    {ZhHans: "无法整改的，须在此说明原因。", ZhHant: "無法整改的，須在此說明原因。", En: "what cannot be put right needs its reason here"},
		"entry.no_measures":  {ZhHans: "反馈须写明已采取或计划采取的整改措施。", ZhHant: "回饋須寫明已採取或計劃採取的整改措施。", En: "a reply names the measures taken or planned"},
		"entry.unknown_code": {ZhHans: "没有得分点 {0}：请从评估表的“得分点编号”中复制。", ZhHant: "沒有得分點 {0}：請從評估表的「得分點編號」中複製。", En: "there is no scored line {0}: copy the point code from the workbook"},
		"entry.pending":      {ZhHans: "该得分点已有异议 {0}，尚未办结，请等待其结果。", ZhHant: "該得分點已有異議 {0}，尚未辦結，請等待其結果。", En: "the line is the subject of appeal {0}, which is still open"},
		"entry.no_outcome":   {ZhHans: "核实须给出结论：异议成立或不成立。", ZhHant: "核實須給出結論：異議成立或不成立。", En: "a verification says upheld or dismissed"},
		"entry.no_document":  {ZhHans: "核实须填写作出裁定的文号。", ZhHant: "核實須填寫作出裁定的文號。", En: "a verification names the document under which it was ruled"},
		"entry.no_note":      {ZhHans: "不予受理的，须在此说明理由。", ZhHant: "不予受理的，須在此說明理由。", En: "an appeal that is not accepted needs the reason in a note"},
	}
}
