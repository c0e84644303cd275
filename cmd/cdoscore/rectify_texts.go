package main

import "cdoscore/rules"

// rectifyTexts are the messages of `rectify` and `appeal`.
var rectifyTexts = map[string]rules.Text{
	"cli.rectify.issued":   {ZhHans: "{0}  {1}  {2}  {3}/{4}  整改期限 {5}", ZhHant: "{0}  {1}  {2}  {3}/{4}  整改期限 {5}", En: "{0}  {1}  {2}  {3}/{4}  to be put right by {5}"},
	"cli.rectify.count":    {ZhHans: "本次下发问题 {0} 个。", ZhHant: "本次下發問題 {0} 個。", En: "Findings issued: {0}."},
	"cli.rectify.none":     {ZhHans: "尚无下发的问题。", ZhHant: "尚無下發的問題。", En: "No finding has been issued yet."},
	"cli.rectify.replies":  {ZhHans: "已登记 {1} 的整改反馈 {0} 条。", ZhHant: "已登記 {1} 的整改回饋 {0} 條。", En: "Replies of {1} recorded: {0}."},
	"cli.rectify.first":    {ZhHans: "下发时", ZhHant: "下發時", En: "When issued"},
	"cli.rectify.now":      {ZhHans: "最近核验", ZhHant: "最近核驗", En: "Last checked"},
	"cli.rectify.times":    {ZhHans: "复发次数", ZhHant: "復發次數", En: "Times back"},
	"cli.rectify.findings": {ZhHans: "问题数", ZhHant: "問題數", En: "Findings"},
	"cli.rectify.in_time":  {ZhHans: "按期销号", ZhHant: "按期銷號", En: "In time"},
	"cli.rectify.overdue":  {ZhHans: "逾期", ZhHant: "逾期", En: "Overdue"},
	"cli.rectify.recurred": {ZhHans: "复发", ZhHant: "復發", En: "Came back"},
	"cli.rectify.rate":     {ZhHans: "整改率", ZhHant: "整改率", En: "Put right"},
	"cli.rectify.longest":  {ZhHans: "最长未结天数", ZhHant: "最長未結天數", En: "Longest open, days"},

	"cli.appeal.imported": {ZhHans: "已登记异议申请 {0} 件：{1}", ZhHant: "已登記異議申請 {0} 件：{1}", En: "Appeals filed: {0}: {1}"},
	"cli.appeal.step":     {ZhHans: "异议 {0}：{1}，下一步期限 {2}", ZhHant: "異議 {0}：{1}，下一步期限 {2}", En: "appeal {0}: {1}; the next step is due by {2}"},
	"cli.appeal.ended":    {ZhHans: "异议 {0}：{1}", ZhHant: "異議 {0}：{1}", En: "appeal {0}: {1}"},
	"cli.appeal.waived":   {ZhHans: "已写入豁免文件 {0}，重新评估后生效：cdoscore backfill --from {1} --to {2} --reprocess all", ZhHant: "已寫入豁免檔案 {0}，重新評估後生效：cdoscore backfill --from {1} --to {2} --reprocess all", En: "wrote the waiver {0}; it takes effect when its days are scored again: cdoscore backfill --from {1} --to {2} --reprocess all"},
	"cli.appeal.correct":  {ZhHans: "此规则须更正，适用于所有单位的 {0} 条同一规则：{1}。更正后以 cdoscore backfill --reprocess all 重新评估。", ZhHant: "此規則須更正，適用於所有單位的 {0} 條同一規則：{1}。更正後以 cdoscore backfill --reprocess all 重新評估。", En: "the rule is to be corrected, for the {0} rules of all units that are the same: {1}. Score again with cdoscore backfill --reprocess all after that."},
	"cli.appeal.both":     {ZhHans: "{0}（{1}）：现得分 {2}，组内第 {3}；争议分全部成立时 {4}，组内第 {5}", ZhHant: "{0}（{1}）：現得分 {2}，組內第 {3}；爭議分全部成立時 {4}，組內第 {5}", En: "{0} ({1}): {2} now, place {3} in its tier; {4} and place {5} if all contested points were granted"},
}
