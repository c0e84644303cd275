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
	"night.done":           {ZhHans: "完成", ZhHant: "完成", En: "done"},
	"night.incomplete":     {ZhHans: "完成，部分数据集未能评定", ZhHant: "完成，部分數據集未能評定", En: "done, with some datasets unassessed"},
	"night.failed":         {ZhHans: "运行失败", ZhHant: "執行失敗", En: "it failed"},
	"night.invalid":        {ZhHans: "配置无效", ZhHant: "設定無效", En: "the configuration is not valid"},
	"night.panicked":       {ZhHans: "程序故障", ZhHant: "程式故障", En: "a fault of the program"},
	"night.stopped":        {ZhHans: "已中止", ZhHant: "已中止", En: "stopped"},
	"night.timed_out":      {ZhHans: "超过时限", ZhHant: "超過時限", En: "it took longer than its time limit"},
	"night.skipped":        {ZhHans: "上一次仍在运行，已跳过", ZhHant: "上一次仍在執行，已跳過", En: "skipped: the one before was still at work"},
	"night.expired":        {ZhHans: "错过且超过补评时限", ZhHant: "錯過且超過補評時限", En: "missed, and not caught up within the window"},
	"night.dropped":        {ZhHans: "计划已取消", ZhHant: "計劃已取消", En: "no longer scheduled"},
	"night.superseded":     {ZhHans: "由后一次代替", ZhHant: "由後一次代替", En: "a later night does the same day"},
	"cli.serve":            {ZhHans: "服务地址 {0}，下一次评估开始于 {1}", ZhHant: "服務位址 {0}，下一次評估開始於 {1}", En: "serving at {0}; the next night begins at {1}"},
}
