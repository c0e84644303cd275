package main

import "cdoscore/rules"

// scorecardTexts are the messages of `scorecards`, and of `explain` about a line of
// a longer period.
var scorecardTexts = map[string]rules.Text{
	"scorecards.title":     {ZhHans: "数据质量评估表", ZhHant: "數據質量評估表", En: "data quality assessment"},
	"scorecards.delivered": {ZhHans: "已向 {1} 送出 {0} 份评估表", ZhHant: "已向 {1} 送出 {0} 份評估表", En: "{0} workbooks were delivered to {1}"},

	"cli.explain.period": {ZhHans: "数据集 {0}，规则 {1}，周期 {2}：共 {3} 个期次。查看某一期次：cdoscore explain 得分点编号", ZhHant: "數據集 {0}，規則 {1}，週期 {2}：共 {3} 個期次。查看某一期次：cdoscore explain 得分點編號", En: "dataset {0}, rule {1}, period {2}: {3} slots. For one of them: cdoscore explain CODE"},
	"cli.explain.code":   {ZhHans: "得分点编号", ZhHant: "得分點編號", En: "Code"},
	"cli.explain.slot":   {ZhHans: "期次", ZhHant: "期次", En: "Slot"},
	"cli.explain.state":  {ZhHans: "状态", ZhHant: "狀態", En: "State"},
	"cli.explain.evald":  {ZhHans: "评价数", ZhHant: "評價數", En: "Evaluated"},
	"cli.explain.failed": {ZhHans: "不合格数", ZhHant: "不合格數", En: "Failed"},
	"cli.explain.exempt": {ZhHans: "豁免数", ZhHant: "豁免數", En: "Exempt"},
	"cli.explain.sum":    {ZhHans: "合计", ZhHant: "合計", En: "Total"},
}
