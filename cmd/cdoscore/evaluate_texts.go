package main

import "cdoscore/rules"

// evaluateTexts are the messages of the evaluation's commands, and of the wrong
// entries of its forms.
var evaluateTexts = map[string]rules.Text{
	"cli.eval.form":             {ZhHans: "{0}（表单编号 {1}）", ZhHant: "{0}（表單編號 {1}）", En: "{0} (form no. {1})"},
	"cli.eval.imported":         {ZhHans: "已导入 {1} 个文件，登记 {0} 条评分。", ZhHant: "已匯入 {1} 個檔案，登記 {0} 條評分。", En: "{1} files taken in, {0} entries recorded."},
	"cli.eval.nothing_imported": {ZhHans: "填报有误，未导入任何内容；请改正后重新导入。", ZhHant: "填報有誤，未匯入任何內容；請改正後重新匯入。", En: "There are wrong entries, and nothing was taken in: mend them and import again."},
	"cli.eval.state":            {ZhHans: "考核周期 {0}，结果版本 {1}：{2}，{3}，{4} 签署（{5}）", ZhHant: "考核週期 {0}，結果版本 {1}：{2}，{3}，{4} 簽署（{5}）", En: "cycle {0}, version {1}: {2}, {3}, signed by {4} ({5})"},
	"cli.eval.closed":           {ZhHans: "考核周期 {0} 的年度考核尚未启动。", ZhHant: "考核週期 {0} 的年度考核尚未啟動。", En: "the evaluation of cycle {0} is not opened."},
	"cli.eval.pending":          {ZhHans: "待裁定", ZhHant: "待裁定", En: "pending"},
	"cli.eval.ruled_true":       {ZhHans: "成立：{2}（{0}，{1}）", ZhHant: "成立：{2}（{0}，{1}）", En: "upheld: {2} ({0}, {1})"},
	"cli.eval.ruled_false":      {ZhHans: "不成立：{2}（{0}，{1}）", ZhHant: "不成立：{2}（{0}，{1}）", En: "dismissed: {2} ({0}, {1})"},
	"cli.eval.objection":        {ZhHans: "异议 {0}：单位 {1}，指标 {2}，{3} 提出：{4}；{5}", ZhHant: "異議 {0}：單位 {1}，指標 {2}，{3} 提出：{4}；{5}", En: "objection {0}: unit {1}, item {2}, by {3}: {4}; {5}"},
	"cli.eval.objected":         {ZhHans: "已登记异议 {0}：单位 {1}，指标 {2}", ZhHant: "已登記異議 {0}：單位 {1}，指標 {2}", En: "objection {0} is recorded: unit {1}, item {2}"},
	"cli.eval.verified":         {ZhHans: "{0} 份佐证材料均与登记时一致。", ZhHant: "{0} 份佐證材料均與登記時一致。", En: "All {0} files of evidence are as they were handed in."},
	"cli.eval.version":          {ZhHans: "审定结果第 {0} 版，{1}（{2}）", ZhHant: "審定結果第 {0} 版，{1}（{2}）", En: "approved result, version {0}, {1} ({2})"},
	"cli.eval.pending_appeals":  {ZhHans: "审定时尚有未办结异议：", ZhHant: "審定時尚有未辦結異議：", En: "Approved while these appeals were pending: "},
	"cli.eval.contested":        {ZhHans: "异议中：{0}", ZhHant: "異議中：{0}", En: "contested: {0}"},

	"wrong.cycle":            {ZhHans: "表单属于考核周期 {0}，不是 {1}；请用对应周期导入。", ZhHant: "表單屬於考核週期 {0}，不是 {1}；請用對應週期匯入。", En: "the form is of cycle {0}, not {1}: import it with its own cycle."},
	"wrong.stage":            {ZhHans: "表单属于“{0}”阶段（结果版本 {1}），当前为“{2}”阶段（结果版本 {3}），不再接收；请重新生成表单。", ZhHant: "表單屬於「{0}」階段（結果版本 {1}），目前為「{2}」階段（結果版本 {3}），不再接收；請重新產生表單。", En: "the form is of the stage {0} (version {1}), and the evaluation is in the state {2} (version {3}): it is not taken. Write the form anew."},
	"wrong.unit":             {ZhHans: "表单属于单位 {0}，不是 {1}；只能导入本单位的表单。", ZhHant: "表單屬於單位 {0}，不是 {1}；只能匯入本單位的表單。", En: "the form is of unit {0}, not {1}: only the unit's own form is taken."},
	"wrong.reviewer":         {ZhHans: "评审人“{0}”不在本周期的评审人名单中；请核对 reviewers.csv。", ZhHant: "評審人「{0}」不在本週期的評審人名單中；請核對 reviewers.csv。", En: "{0} is not on the cycle's list of reviewers: check reviewers.csv."},
	"wrong.twice":            {ZhHans: "同一表单导入了两次；请只留一份。", ZhHant: "同一表單匯入了兩次；請只留一份。", En: "the same form is given twice: leave one."},
	"wrong.sheet":            {ZhHans: "缺少工作表“{0}”；请使用原表单填写。", ZhHant: "缺少工作表「{0}」；請使用原表單填寫。", En: "the sheet {0} is missing: fill in the form as it was handed out."},
	"wrong.edited":           {ZhHans: "锁定单元格被改动：原为“{0}”，现为“{1}”；请恢复原值。", ZhHant: "鎖定單元格被改動：原為「{0}」，現為「{1}」；請恢復原值。", En: "a locked cell was changed from “{0}” to “{1}”: put it back."},
	"wrong.foreign_unit":     {ZhHans: "单位被改动：原为“{0}”，现为“{1}”；表单只接收原有单位，请恢复原值。", ZhHant: "單位被改動：原為「{0}」，現為「{1}」；表單只接收原有單位，請恢復原值。", En: "the unit was changed from “{0}” to “{1}”: the form takes the units that it was made for; put it back."},
	"wrong.own_unit":         {ZhHans: "评审人 {0} 不得评审所在单位，须回避；请清空本行。", ZhHant: "評審人 {0} 不得評審所在單位，須迴避；請清空本行。", En: "{0} must not review the own unit: clear this row."},
	"wrong.stale":            {ZhHans: "表单生成后，本行内容已有变化（自评、佐证或评分）；请重新生成表单后填写。", ZhHant: "表單產生後，本行內容已有變化（自評、佐證或評分）；請重新產生表單後填寫。", En: "what this row rests on has changed since the form was made (the unit's points, evidence or reviews): write the form anew."},
	"wrong.no_points":        {ZhHans: "未填得分；已填说明、佐证或曾经填报得分的，须填写得分。", ZhHant: "未填得分；已填說明、佐證或曾經填報得分的，須填寫得分。", En: "points are missing: a row with a text, evidence or earlier points needs them."},
	"wrong.text":             {ZhHans: "得分须为数字，现为“{0}”；请直接填写数字，不用文本或公式。", ZhHant: "得分須為數字，現為「{0}」；請直接填寫數字，不用文字或公式。", En: "points must be a number, found “{0}”: enter the number itself, as no text or formula."},
	"wrong.number":           {ZhHans: "得分“{0}”无效；请填写最多两位小数的非负数。", ZhHant: "得分「{0}」無效；請填寫最多兩位小數的非負數。", En: "{0} is no points: enter a number that is not negative, with at most two decimals."},
	"wrong.beyond":           {ZhHans: "得分 {0} 超出分值 {1}；请填写不超过分值的得分。", ZhHant: "得分 {0} 超出分值 {1}；請填寫不超過分值的得分。", En: "{0} is beyond the item's {1} points: enter no more."},
	"wrong.step":             {ZhHans: "得分 {0} 不是规定档位（{1}）；请从下拉列表中选择。", ZhHant: "得分 {0} 不是規定檔位（{1}）；請從下拉列表中選擇。", En: "{0} is none of the steps ({1}): choose one from the list."},
	"wrong.no_evidence":      {ZhHans: "得分大于 0，须填写单位 {0} 指标 {1} 的佐证编号；请先登记佐证。", ZhHant: "得分大於 0，須填寫單位 {0} 指標 {1} 的佐證編號；請先登記佐證。", En: "points above 0 need a number of evidence of unit {0} for item {1}: register the file first."},
	"wrong.evidence":         {ZhHans: "佐证编号“{0}”未登记；请核对编号，或先登记佐证。", ZhHant: "佐證編號「{0}」未登記；請核對編號，或先登記佐證。", En: "no evidence has the number {0}: check it, or register the file first."},
	"wrong.foreign_evidence": {ZhHans: "佐证“{0}”属于单位 {1}；请填写本单位的佐证编号。", ZhHant: "佐證「{0}」屬於單位 {1}；請填寫本單位的佐證編號。", En: "evidence {0} is of unit {1}: enter evidence of this unit."},
	"wrong.other_evidence":   {ZhHans: "佐证“{0}”属于指标 {1}；请填写本指标的佐证编号。", ZhHant: "佐證「{0}」屬於指標 {1}；請填寫本指標的佐證編號。", En: "evidence {0} is for item {1}: enter evidence for this item."},
	"wrong.unproven":         {ZhHans: "单位 {0} 的指标 {1} 没有佐证，得分不得大于 0；请先登记佐证。", ZhHant: "單位 {0} 的指標 {1} 沒有佐證，得分不得大於 0；請先登記佐證。", En: "unit {0} has no evidence for item {1}, so that points above 0 are not taken: register it first."},
	"wrong.no_reason":        {ZhHans: "低于满分，须填写扣分原因。", ZhHant: "低於滿分，須填寫扣分原因。", En: "less than full points needs a reason for the deduction."},
	"wrong.no_opinion":       {ZhHans: "复审得分与初审得分不一致，须填写复审意见。", ZhHant: "複審得分與初審得分不一致，須填寫複審意見。", En: "points other than the first review's need an opinion."},
	"wrong.not_asked":        {ZhHans: "本项已有足够的评审人，不需要再评；请清空本行。", ZhHant: "本項已有足夠的評審人，不需要再評；請清空本行。", En: "enough reviewers have given points here, and no third is due: clear this row."},
}
