package main

import "cdoscore/rules"

// serveTexts are the messages of the schedule and the service.
var serveTexts = map[string]rules.Text{
	"cli.schedule":         {ZhHans: "计划 {0}：{1}（{2}），{3} 个数据集，此后五次：", ZhHant: "計劃 {0}：{1}（{2}），{3} 個數據集，此後五次：", En: "schedule of {0}: {1} ({2}), {3} datasets, the next five times:"},
	"cli.backfill.day":     {ZhHans: "数据日", ZhHant: "數據日", En: "Day"},
	"cli.backfill.dataset": {ZhHans: "数据集", ZhHant: "數據集", En: "Dataset"},
	"cli.backfill.slot":    {ZhHans: "期次", ZhHant: "期次", En: "Slot"},
	"cli.backfill.state":   {ZhHans: "现有结果", ZhHant: "現有結果", En: "Now"},
	"cli.backfill.never":   {ZhHans: "从未评估", ZhHant: "從未評估", En: "Never assessed"},
	"cli.backfill.nothing": {ZhHans: "{0} 至 {1} 没有需要补评的期次", ZhHant: "{0} 至 {1} 沒有需要補評的期次", En: "nothing is to be run from {0} to {1}"},
	"cli.backfill.failed":  {ZhHans: "{0} 未能运行：{1}", ZhHant: "{0} 未能執行：{1}", En: "{0} could not be run: {1}"},
	"cli.backfill.stopped": {ZhHans: "补评在 {0} 中止。已完成的日期保留，用同样的命令继续；若为 --reprocess all，请加 --from {0}", ZhHant: "補評在 {0} 中止。已完成的日期保留，用同樣的命令繼續；若為 --reprocess all，請加 --from {0}", En: "stopped at {0}. The days before are done: go on with the same command, after --reprocess all with --from {0}"},
	"cli.serve":            {ZhHans: "服务地址 {0}，下一次评估开始于 {1}", ZhHant: "服務位址 {0}，下一次評估開始於 {1}", En: "serving at {0}; the next night begins at {1}"},
}
