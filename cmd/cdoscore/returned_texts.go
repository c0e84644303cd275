package main

import "cdoscore/rules"

// returnedTexts are what `check -o` and `template` say.
var returnedTexts = map[string]rules.Text{
	"cli.check.returned": {ZhHans: "已写出标注文件 {0}：已改 {1} 处，未改 {2} 处，新增 {3} 处", ZhHant: "已寫出標註檔案 {0}：已改 {1} 處，未改 {2} 處，新增 {3} 處", En: "marked workbook {0}: {1} fixed, {2} left, {3} new"},
	"cli.template.done":  {ZhHans: "已生成填报模板 {0}", ZhHant: "已產生填報範本 {0}", En: "wrote the template {0}"},
}
