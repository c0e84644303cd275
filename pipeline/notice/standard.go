package notice

import "cdoscore/pipeline/workspace"

// Occasions lists the occasions of notices.
func Occasions() []string { return workspace.NoticeOccasions() }

// standard is the product's own template of an occasion in a language.
func standard(on, lang string) string {
	texts := standards()[on]
	switch lang {
	case "zh-Hant":
		return texts.zhHant
	case "en":
		return texts.en
	}
	return texts.zhHans
}

type languages struct{ zhHans, zhHant, en string }

const (
	itemsHans = "{{range .Items}}- {{.Title}}（{{.Dataset}}），期次 {{.Slot}}{{if .Due}}，应报时间 {{.Due}}{{end}}{{if .Reason}}：{{.Reason}}{{end}}\n{{end}}"
	itemsHant = "{{range .Items}}- {{.Title}}（{{.Dataset}}），期次 {{.Slot}}{{if .Due}}，應報時間 {{.Due}}{{end}}{{if .Reason}}：{{.Reason}}{{end}}\n{{end}}"
	itemsEn   = "{{range .Items}}- {{.Title}} ({{.Dataset}}), slot {{.Slot}}{{if .Due}}, due {{.Due}}{{end}}{{if .Reason}}: {{.Reason}}{{end}}\n{{end}}"
	fellHans  = "{{range .Items}}- {{.Title}}（{{.Dataset}}），期次 {{.Slot}}：{{.Before}} → {{.Score}}，下降 {{.Fell}} 分\n{{end}}"
	fellHant  = "{{range .Items}}- {{.Title}}（{{.Dataset}}），期次 {{.Slot}}：{{.Before}} → {{.Score}}，下降 {{.Fell}} 分\n{{end}}"
	fellEn    = "{{range .Items}}- {{.Title}} ({{.Dataset}}), slot {{.Slot}}: {{.Before}} → {{.Score}}, {{.Fell}} points less\n{{end}}"
)

func standards() map[string]languages {
	return map[string]languages{
		workspace.OnMissing: {
			"【数据报送】{{.Unit}}有 {{len .Items}} 个期次缺报（{{.Day}}）\n\n{{.Unit}}：\n\n截至本次评估，下列数据尚未收到，请尽快报送；确无数据的，请作零报告。\n\n" + itemsHans + "\n{{.City}}首席数据官评估系统",
			"【數據報送】{{.Unit}}有 {{len .Items}} 個期次缺報（{{.Day}}）\n\n{{.Unit}}：\n\n截至本次評估，下列數據尚未收到，請盡快報送；確無數據的，請作零報告。\n\n" + itemsHant + "\n{{.City}}首席數據官評估系統",
			"[Data delivery] {{.Unit}}: {{len .Items}} slots are missing ({{.Day}})\n\n{{.Unit}}:\n\nThe extracts below have not been received by this assessment. Please deliver them as soon as possible; where there is nothing to report, make a nil return.\n\n" + itemsEn + "\nCDO assessment of {{.City}}"},
		workspace.OnLate: {
			"【数据报送】{{.Unit}}有 {{len .Items}} 个期次迟报（{{.Day}}）\n\n{{.Unit}}：\n\n下列数据已收到，但晚于报送时限，请按时限报送。\n\n" + itemsHans + "\n{{.City}}首席数据官评估系统",
			"【數據報送】{{.Unit}}有 {{len .Items}} 個期次遲報（{{.Day}}）\n\n{{.Unit}}：\n\n下列數據已收到，但晚於報送時限，請按時限報送。\n\n" + itemsHant + "\n{{.City}}首席數據官評估系統",
			"[Data delivery] {{.Unit}}: {{len .Items}} slots were late ({{.Day}})\n\n{{.Unit}}:\n\nThe extracts below were received after their deadline. Please deliver by the deadline.\n\n" + itemsEn + "\nCDO assessment of {{.City}}"},
		workspace.OnScoreFell: {
			"【数据质量】{{.Unit}}有 {{len .Items}} 个数据集得分下降超过 {{.By}} 分（{{.Day}}）\n\n{{.Unit}}：\n\n下列数据集的得分低于上一期次，请对照评估表查明原因。\n\n" + fellHans + "\n{{.City}}首席数据官评估系统",
			"【數據質量】{{.Unit}}有 {{len .Items}} 個數據集得分下降超過 {{.By}} 分（{{.Day}}）\n\n{{.Unit}}：\n\n下列數據集的得分低於上一期次，請對照評估表查明原因。\n\n" + fellHant + "\n{{.City}}首席數據官評估系統",
			"[Data quality] {{.Unit}}: {{len .Items}} datasets fell by more than {{.By}} points ({{.Day}})\n\n{{.Unit}}:\n\nThe datasets below score less than in the slot before. Please see the workbook for the causes.\n\n" + fellEn + "\nCDO assessment of {{.City}}"},
		workspace.OnFinished: {
			"【评估完成】{{.City}} {{.Day}}：{{.Slots}} 个期次，{{.Assessed}} 个已评定\n\n{{.Day}} 的评估已完成（运行 {{.Run}}）：{{.Slots}} 个数据集期次，其中 {{.Assessed}} 个已评定。评估表已生成。",
			"【評估完成】{{.City}} {{.Day}}：{{.Slots}} 個期次，{{.Assessed}} 個已評定\n\n{{.Day}} 的評估已完成（執行 {{.Run}}）：{{.Slots}} 個數據集期次，其中 {{.Assessed}} 個已評定。評估表已生成。",
			"[Assessment done] {{.City}} {{.Day}}: {{.Slots}} slots, {{.Assessed}} assessed\n\nThe assessment of {{.Day}} is done (run {{.Run}}): {{.Slots}} dataset slots, {{.Assessed}} of them assessed. The workbooks are written."},
		workspace.OnFailed: {
			"【运维告警】{{.City}} {{.Day}} 的评估未能完成\n\n{{.Day}} 的评估未能完成（{{.Outcome}}），系统将在补评时限内自动重试。请运维人员查看运行日志。\n\n原因：{{.Reason}}",
			"【運維告警】{{.City}} {{.Day}} 的評估未能完成\n\n{{.Day}} 的評估未能完成（{{.Outcome}}），系統將在補評時限內自動重試。請運維人員查看執行日誌。\n\n原因：{{.Reason}}",
			"[Operation] {{.City}}: the assessment of {{.Day}} was not carried out\n\nThe assessment of {{.Day}} was not carried out ({{.Outcome}}), and is tried again within the declared window. Please see the log.\n\nReason: {{.Reason}}"},
	}
}
