package main

import "cdoscore/rules"

// serveTexts are the messages of the schedule and the service.
var serveTexts = map[string]rules.Text{
	"cli.schedule": {ZhHans: "计划 {0}：{1}（{2}），{3} 个数据集，此后五次：", ZhHant: "計劃 {0}：{1}（{2}），{3} 個數據集，此後五次：", En: "schedule of {0}: {1} ({2}), {3} datasets, the next five times:"},
	"cli.serve":    {ZhHans: "服务地址 {0}，下一次评估开始于 {1}", ZhHant: "服務位址 {0}，下一次評估開始於 {1}", En: "serving at {0}; the next night begins at {1}"},
}
