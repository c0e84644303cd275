package main

import "cdoscore/rules"

// profileTexts are the messages of `profile` and the comments of its drafts.
var profileTexts = map[string]rules.Text{
	"profile.head":            {ZhHans: "{0}：{1} 行，{2} 列", ZhHant: "{0}：{1} 行，{2} 列", En: "{0}: {1} rows, {2} columns"},
	"profile.rejected":        {ZhHans: "另有 {0} 条记录无法读取，未计入以下各数", ZhHant: "另有 {0} 條記錄無法讀取，未計入以下各數", En: "{0} more records could not be read, and are in none of these counts"},
	"profile.column.column":   {ZhHans: "列名", ZhHant: "欄名", En: "column"},
	"profile.column.missing":  {ZhHans: "空缺", ZhHant: "空缺", En: "missing"},
	"profile.column.distinct": {ZhHans: "不同值", ZhHant: "不同值", En: "distinct"},
	"profile.column.min":      {ZhHans: "最小值", ZhHant: "最小值", En: "min"},
	"profile.column.max":      {ZhHans: "最大值", ZhHant: "最大值", En: "max"},
	"profile.column.type":     {ZhHans: "类型", ZhHant: "類型", En: "type"},
	"profile.column.follows":  {ZhHans: "可能的格式", ZhHant: "可能的格式", En: "likely format"},
	"profile.column.conforms": {ZhHans: "符合率", ZhHant: "符合率", En: "conforms"},
	"profile.shapes":          {ZhHans: "写法：{0}", ZhHant: "寫法：{0}", En: "shapes: {0}"},
	"profile.values":          {ZhHans: "常见值：{0}", ZhHant: "常見值：{0}", En: "values: {0}"},
	"profile.more":            {ZhHans: "另有 {0} 种", ZhHant: "另有 {0} 種", En: "and {0} more"},
	"profile.keys":            {ZhHans: "候选主键（无空缺且不重复）：{0}", ZhHant: "候選主鍵（無空缺且不重複）：{0}", En: "candidate keys (never missing, never repeated): {0}"},
	"profile.no_key":          {ZhHans: "一列或两列中没有", ZhHant: "一欄或兩欄中沒有", En: "none of one or two columns"},
	"profile.untested":        {ZhHans: "另有 {0} 对列数量过多，未作检验", ZhHant: "另有 {0} 對欄數量過多，未作檢驗", En: "{0} more pairs of columns were too many to be tested"},
	"profile.written":         {ZhHans: "数据集文件草稿已写入 {0}，请逐行核对后使用", ZhHant: "數據集檔案草稿已寫入 {0}，請逐行核對後使用", En: "the draft of the dataset file is in {0}: read it line by line before use"},

	"profile.draft.head":      {ZhHans: "草稿：依据 {0} 的 {1} 行统计得出，逐行核对后方可使用。", ZhHant: "草稿：依據 {0} 的 {1} 行統計得出，逐行核對後方可使用。", En: "Draft, from {1} rows of {0}. Read it line by line before use."},
	"profile.draft.source":    {ZhHans: "路径请改为自工作区起的相对路径。", ZhHant: "路徑請改為自工作區起的相對路徑。", En: "Write the path as it is from the workspace's folder."},
	"profile.draft.update":    {ZhHans: "请改为实际的更新周期与报送时限，例如 {cycle: daily, due: \"08:00\"}。", ZhHant: "請改為實際的更新週期與報送時限，例如 {cycle: daily, due: \"08:00\"}。", En: "Write the true update cycle and deadline, such as {cycle: daily, due: \"08:00\"}."},
	"profile.draft.keep":      {ZhHans: "放入工作区时，请保留现有数据集文件中的 source、update 等项。", ZhHant: "放入工作區時，請保留現有數據集檔案中的 source、update 等項。", En: "In the workspace, keep source, update and the rest of the dataset file that is there."},
	"profile.draft.key":       {ZhHans: "{0} 行中无空缺、无重复。", ZhHant: "{0} 行中無空缺、無重複。", En: "Never missing and never repeated in {0} rows."},
	"profile.draft.other_key": {ZhHans: "同样无空缺、无重复：{0}", ZhHant: "同樣無空缺、無重複：{0}", En: "Never missing and never repeated either: {0}"},
	"profile.draft.unnamed":   {ZhHans: "第 {0} 列没有列名，不能声明为字段：请提供方补上列名。", ZhHant: "第 {0} 欄沒有欄名，不能聲明為欄位：請提供方補上欄名。", En: "Column {0} has no name and cannot be declared: have its provider name it."},
	"profile.draft.twin":      {ZhHans: "第 {0} 列“{1}”与第 {2} 列同名，规则只评价前者：请提供方改名。", ZhHant: "第 {0} 欄「{1}」與第 {2} 欄同名，規則只評價前者：請提供方改名。", En: "Column {0} “{1}” has the name of column {2}, which alone the rules judge: have its provider rename it."},

	"profile.evidence.values":    {ZhHans: "{0}：空缺 {1}（{2} 行），不同值 {3} 个", ZhHant: "{0}：空缺 {1}（{2} 行），不同值 {3} 個", En: "{0}: missing {1} ({2} rows), {3} distinct values"},
	"profile.evidence.empty":     {ZhHans: "全部空缺，无从判断", ZhHant: "全部空缺，無從判斷", En: "all missing: nothing to judge by"},
	"profile.evidence.type":      {ZhHans: "类型 {0}：{2} 个值中 {1} 符合，从 {3} 到 {4}", ZhHant: "類型 {0}：{2} 個值中 {1} 符合，從 {3} 到 {4}", En: "type {0}: {1} of {2} values, from {3} to {4}"},
	"profile.evidence.ambiguous": {ZhHans: "日与月的先后无法判定，写法 {0} 同样符合：请核实", ZhHant: "日與月的先後無法判定，寫法 {0} 同樣符合：請核實", En: "which is the day and which the month cannot be told, {0} fits as well: find out"},
	"profile.evidence.follows":   {ZhHans: "{0}：{2} 个值中 {1} 符合", ZhHant: "{0}：{2} 個值中 {1} 符合", En: "{0}: {1} of {2} values"},
	"profile.evidence.ever":      {ZhHans: "{0}（含已停用代码）：{2} 个值中 {1} 符合，现行有效的占 {3}；如只应有现行代码，请加上 {4}", ZhHant: "{0}（含已停用代碼）：{2} 個值中 {1} 符合，現行有效的佔 {3}；如只應有現行代碼，請加上 {4}", En: "{0} of any time: {1} of {2} values, {3} valid now; where only valid codes may stand, add {4}"},
	"profile.ever":               {ZhHans: "（含停用）", ZhHant: "（含停用）", En: " (any time)"},
	"profile.evidence.pattern":   {ZhHans: "写法：{1} 个值中 {0} 相同", ZhHant: "寫法：{1} 個值中 {0} 相同", En: "pattern: {0} of {1} values"},
	"profile.evidence.nearly":    {ZhHans: "列名似指 {0}，但 {2} 个值中仅 {1} 符合，未采用：请核实", ZhHant: "欄名似指 {0}，但 {2} 個值中僅 {1} 符合，未採用：請核實", En: "by its name {0}, but only {1} of {2} values conform, so it is not suggested: find out"},
	"profile.evidence.in":        {ZhHans: "只有少数几个值，可否限定：{0}", ZhHant: "只有少數幾個值，可否限定：{0}", En: "few values only; to allow no others: {0}"},
	"profile.evidence.pii":       {ZhHans: "疑为个人信息（{0}），样例已遮蔽", ZhHant: "疑為個人資料（{0}），樣例已遮蔽", En: "looks like personal data ({0}): examples are masked"},
}
