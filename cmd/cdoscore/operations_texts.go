package main

import "cdoscore/rules"

// operationsTexts are what `backup`, `restore` and `doctor` say.
var operationsTexts = map[string]rules.Text{
	"cli.backup.done":       {ZhHans: "已备份至 {0}：{1} 个文件，{2}；已发布的运行 {3} 个，审计日志至第 {4} 条", ZhHant: "已備份至 {0}：{1} 個檔案，{2}；已發布的執行 {3} 個，稽核日誌至第 {4} 條", En: "backed up to {0}: {1} files, {2}; {3} published runs, the audit trail to record {4}"},
	"cli.backup.left_out":   {ZhHans: "未包含：{0}", ZhHant: "未包含：{0}", En: "left out: {0}"},
	"cli.restore.files":     {ZhHans: "已恢复至 {0}：{1} 个文件，{2}，SHA-256 全部相符；备份时间 {3}", ZhHant: "已還原至 {0}：{1} 個檔案，{2}，SHA-256 全部相符；備份時間 {3}", En: "restored to {0}: {1} files, {2}, each of the SHA-256 that it had; backed up at {3}"},
	"cli.restore.runs":      {ZhHans: "台账数据库完整；{0} 个已发布运行的结果与样例文件均与台账一致", ZhHant: "台賬資料庫完整；{0} 個已發布執行的結果與樣例檔案均與台賬一致", En: "the ledger's database is whole; results and samples of {0} published runs are those that it names"},
	"cli.restore.audit":     {ZhHans: "审计日志完整，至备份清单所载第 {0} 条（{1}）", ZhHant: "稽核日誌完整，至備份清單所載第 {0} 條（{1}）", En: "the audit trail holds, to record {0} of the manifest ({1})"},
	"cli.restore.every_day": {ZhHans: "全部", ZhHant: "全部", En: "every one"},
	"cli.restore.scores":    {ZhHans: "重新评分（数据日 {0}）：{1} 个期次与已发布结果逐项一致，{2} 个无快照，{3} 个系按其他配置或版本评定，{4} 个不一致", ZhHant: "重新評分（數據日 {0}）：{1} 個期次與已發布結果逐項一致，{2} 個無快照，{3} 個係按其他設定或版本評定，{4} 個不一致", En: "scored again (day {0}): {1} slots came out exactly as published, {2} have no snapshot, {3} were scored by another configuration or version, {4} differ"},

	"cli.doctor.ok":                  {ZhHans: "正常", ZhHant: "正常", En: "ok  "},
	"cli.doctor.warn":                {ZhHans: "注意", ZhHant: "注意", En: "warn"},
	"cli.doctor.fail":                {ZhHans: "故障", ZhHant: "故障", En: "FAIL"},
	"cli.doctor.colon":               {ZhHans: "：", ZhHant: "：", En: ": "},
	"cli.doctor.do":                  {ZhHans: "处理办法：", ZhHant: "處理辦法：", En: "to do: "},
	"cli.doctor.check.configuration": {ZhHans: "配置", ZhHant: "設定", En: "configuration"},
	"cli.doctor.check.clock":         {ZhHans: "时钟", ZhHant: "時鐘", En: "clock"},
	"cli.doctor.check.zone":          {ZhHans: "时区", ZhHant: "時區", En: "zone"},
	"cli.doctor.check.disk":          {ZhHans: "磁盘", ZhHant: "磁碟", En: "disk"},
	"cli.doctor.check.permissions":   {ZhHans: "权限", ZhHant: "權限", En: "permissions"},
	"cli.doctor.check.lock":          {ZhHans: "占用", ZhHant: "佔用", En: "lock"},
	"cli.doctor.check.ledger":        {ZhHans: "台账", ZhHant: "台賬", En: "ledger"},
	"cli.doctor.check.audit":         {ZhHans: "审计", ZhHant: "稽核", En: "audit trail"},
	"cli.doctor.check.files":         {ZhHans: "文件", ZhHant: "檔案", En: "files"},
	"cli.doctor.check.calendar":      {ZhHans: "日历", ZhHant: "日曆", En: "calendar"},
	"cli.doctor.check.fonts":         {ZhHans: "字体", ZhHant: "字型", En: "fonts"},
	"cli.doctor.check.sources":       {ZhHans: "数据源", ZhHant: "數據來源", En: "sources"},
}
