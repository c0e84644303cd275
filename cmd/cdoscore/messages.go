package main

import "cdoscore/rules"

// commandTexts are the messages of the commands themselves.
var commandTexts = map[string]rules.Text{
	"cli.valid":            {ZhHans: "配置有效：{0} 个单位，{1} 个数据集，{2} 条规则，配置指纹 {3}", ZhHant: "設定有效：{0} 個單位，{1} 個數據集，{2} 條規則，設定指紋 {3}", En: "valid: {0} units, {1} datasets, {2} rules, configuration {3}"},
	"cli.run.done":         {ZhHans: "运行 {0}，数据日 {1}：{2} 个数据集期次，其中 {3} 个已评定", ZhHant: "執行 {0}，數據日 {1}：{2} 個數據集期次，其中 {3} 個已評定", En: "run {0}, day {1}: {2} dataset slots, {3} of them assessed"},
	"cli.run.pending":      {ZhHans: "  {0}  尚未到报送时限，等待报送", ZhHant: "  {0}  尚未到報送時限，等待報送", En: "  {0}  not due yet, and not there yet"},
	"cli.run.gone":         {ZhHans: "  {0}  {1}  快照已按保存期限删除，不能重算，原有结果保持不变", ZhHant: "  {0}  {1}  快照已按保存期限刪除，不能重算，原有結果保持不變", En: "  {0}  {1}  a snapshot was deleted at the end of its retention: it cannot be scored again, and its results stand as they are"},
	"cli.run.look":         {ZhHans: "评估表位于 {0}", ZhHant: "評估表位於 {0}", En: "workbooks are in {0}"},
	"cli.check.unreadable": {ZhHans: "{0}：无法读取。{1}", ZhHant: "{0}：無法讀取。{1}", En: "{0} cannot be read: {1}"},
	"cli.check.score":      {ZhHans: "得分 {0}，评定覆盖率 {1}", ZhHant: "得分 {0}，評定覆蓋率 {1}", En: "score {0}, judged share {1}"},
	"cli.check.warning":    {ZhHans: "提示：{0}共 {1} 处，如 {2}", ZhHant: "提示：{0}共 {1} 處，如 {2}", En: "note: {0}; {1} in all, such as {2}"},
	"cli.sample":           {ZhHans: "第 {0} 行，{1}：「{2}」{3}", ZhHant: "第 {0} 行，{1}：「{2}」{3}", En: "row {0}, {1}: \"{2}\" {3}"},
	"cli.explain.head":     {ZhHans: "数据集 {0}，期次 {1}，规则 {2}（{3}，指标 {4}，版本 {5}），运行 {6}", ZhHant: "數據集 {0}，期次 {1}，規則 {2}（{3}，指標 {4}，版本 {5}），執行 {6}", En: "dataset {0}, slot {1}, rule {2} ({3}, indicator {4}, version {5}), run {6}"},
	"cli.explain.deleted":  {ZhHans: "快照已于 {0} 按保存期限删除，仅存计数与样例", ZhHant: "快照已於 {0} 按保存期限刪除，僅存計數與樣例", En: "the snapshot was deleted on {0} at the end of its retention: only counts and samples remain"},
	"cli.explain.whole":    {ZhHans: "本规则对整份数据评定一次，不逐行查询。", ZhHant: "本規則對整份數據評定一次，不逐行查詢。", En: "This rule judges the extract as a whole, without a query over its rows."},
	"cli.explain.counts":   {ZhHans: "重新计数：总行数 {0}，适用 {1}，评价 {2}，不合格 {3}", ZhHant: "重新計數：總行數 {0}，適用 {1}，評價 {2}，不合格 {3}", En: "counted again: total {0}, applicable {1}, evaluated {2}, failed {3}"},
	"cli.test.done":        {ZhHans: "通过 {0} 个，不通过 {1} 个，无法使用 {2} 个；已更新 {3} 个用例", ZhHant: "通過 {0} 個，不通過 {1} 個，無法使用 {2} 個；已更新 {3} 個用例", En: "{0} passed, {1} failed, {2} cannot be used, {3} updated"},
	"cli.init.done":        {ZhHans: "已建立工作区 {0}。下一步：参照 examples/ 中的样例，在 datasets/<单位>/ 下编写数据集文件，然后运行 cdoscore validate 与 cdoscore run", ZhHant: "已建立工作區 {0}。下一步：參照 examples/ 中的樣例，在 datasets/<單位>/ 下編寫數據集檔案，然後執行 cdoscore validate 與 cdoscore run", En: "made the workspace {0}. Next: write dataset files into datasets/<unit>/ after the one in examples/, then cdoscore validate and cdoscore run"},
	"cli.demo.night":       {ZhHans: "{0}：{1} 个期次，{2} 个未能评定", ZhHant: "{0}：{1} 個期次，{2} 個未能評定", En: "{0}: {1} slots, {2} could not be assessed"},
	"cli.demo.done":        {ZhHans: "演示城市完成：{0} 晚，{1} 个单位。全市评估表：{2}", ZhHant: "示範城市完成：{0} 晚，{1} 個單位。全市評估表：{2}", En: "the demo city is done: {0} nights, {1} units. The city's workbook: {2}"},
	"cli.demo.next":        {ZhHans: "年度考核：cdoscore assess -w {0} --cycle 2026；单位明细加 --unit hrss", ZhHant: "年度考核：cdoscore assess -w {0} --cycle 2026；單位明細加 --unit hrss", En: "the annual assessment: cdoscore assess -w {0} --cycle 2026, with --unit hrss for one unit's items"},
}

// platformTexts are reasons that are not a unit's doing.
var platformTexts = map[string]rules.Text{
	"reason.platform":          {ZhHans: "平台故障，责任不在报送单位，由平台运维按运行日志处理。", ZhHant: "平台故障，責任不在報送單位，由平台運維按執行日誌處理。", En: "A failure of the platform: the unit is not to blame, and the operator deals with it by the run's log."},
	"reason.pull_limit":        {ZhHans: "数据源未能在 {0} 内完整返回数据；请检查数据源是否可用，或调整数据集配置中的 timeout。", ZhHant: "數據源未能在 {0} 內完整返回數據；請檢查數據源是否可用，或調整數據集設定中的 timeout。", En: "The source did not answer in full within {0}: see whether it is available, or change the dataset's timeout."},
	"reason.reference.damaged": {ZhHans: "被引用数据集“{0}”的快照已损坏，本规则未评定，责任不在报送单位。", ZhHant: "被引用數據集「{0}」的快照已損壞，本規則未評定，責任不在報送單位。", En: "The snapshot of the referenced dataset “{0}” is damaged, so this rule was not assessed; the unit is not to blame."},
	"reason.delivery":          {ZhHans: "未在时限内报送，时间见报送台账；请按时限报送。", ZhHant: "未在時限內報送，時間見報送台賬；請按時限報送。", En: "Delivered after the deadline, at the time in the delivery register; deliver by the deadline."},
	"reason.arrivals":          {ZhHans: "到达时间登记表无法读取，由平台运维核对数据集配置中的 arrivals 文件。", ZhHant: "到達時間登記表無法讀取，由平台運維核對數據集設定中的 arrivals 檔案。", En: "The arrivals file cannot be read: the operator checks the file that the dataset names."},
}
