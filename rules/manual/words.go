package manual

import "cdoscore/rules"

// The headings of a page.
var (
	headCounts     = rules.Text{ZhHans: "不合格", ZhHant: "不合格", En: "What fails"}
	headOver       = rules.Text{ZhHans: "分母", ZhHant: "分母", En: "Denominator"}
	headMissing    = rules.Text{ZhHans: "缺失值", ZhHant: "缺失值", En: "Missing values"}
	headFeeds      = rules.Text{ZhHans: "计入指标", ZhHant: "計入指標", En: "Feeds"}
	headPlace      = rules.Text{ZhHans: "写法", ZhHant: "寫法", En: "Written"}
	headPoints     = rules.Text{ZhHans: "计分", ZhHant: "計分", En: "Points"}
	headClause     = rules.Text{ZhHans: "标准条款", ZhHant: "標準條款", En: "Clause"}
	headOptions    = rules.Text{ZhHans: "选项", ZhHant: "選項", En: "Options"}
	headExample    = rules.Text{ZhHans: "示例", ZhHant: "示例", En: "Example"}
	wordScript     = rules.Text{ZhHans: "简体", ZhHant: "繁體", En: "English"}
	wordRequired   = rules.Text{ZhHans: "必填", ZhHant: "必填", En: "required"}
	wordDefault    = rules.Text{ZhHans: "默认 ", ZhHant: "預設 ", En: "default "}
	wordNoOptions  = rules.Text{ZhHans: "无", ZhHant: "無", En: "none"}
	wordOnField    = rules.Text{ZhHans: "写在字段上，或列在 rules 中", ZhHant: "寫在欄位上，或列在 rules 中", En: "on a field, or in the list rules"}
	wordInRules    = rules.Text{ZhHans: "列在 rules 中", ZhHant: "列在 rules 中", En: "in the list rules"}
	wordShadow     = rules.Text{ZhHans: "默认只提示、不计分（shadow）", ZhHant: "預設只提示、不計分（shadow）", En: "none by default (shadow): counted and shown only"}
	wordMoreOnKind = rules.Text{ZhHans: "用 cdoscore rules 名称 查看一种规则的说明。", ZhHant: "用 cdoscore rules 名稱 查看一種規則的說明。", En: "cdoscore rules NAME prints the page of one kind."}
)

// optionWords are the words with which documentation names types and defaults;
// everything else there is written as in a dataset file, in every language.
var optionWords = map[string]rules.Text{
	"field":                                 {ZhHans: "字段", ZhHant: "欄位"},
	"fields":                                {ZhHans: "字段列表", ZhHant: "欄位列表"},
	"field or value":                        {ZhHans: "字段或取值", ZhHant: "欄位或取值"},
	"dataset":                               {ZhHans: "数据集", ZhHant: "數據集"},
	"code table":                            {ZhHans: "代码表", ZhHant: "代碼表"},
	"code table, list, or {dataset, field}": {ZhHans: "代码表、列表，或 {dataset, field}", ZhHant: "代碼表、列表，或 {dataset, field}"},
	"expression":                            {ZhHans: "表达式", ZhHant: "表達式"},
	"list":                                  {ZhHans: "列表", ZhHant: "列表"},
	"text":                                  {ZhHans: "文本", ZhHant: "文字"},
	"number":                                {ZhHans: "数值", ZhHant: "數值"},
	"number, date or moment":                {ZhHans: "数值、日期或时刻", ZhHant: "數值、日期或時刻"},
	"span":                                  {ZhHans: "时长", ZhHant: "時長"},
	"span or month":                         {ZhHans: "时长或 month", ZhHant: "時長或 month"},
	"true or false":                         {ZhHans: "true 或 false", ZhHant: "true 或 false"},
	"allow or fail":                         {ZhHans: "allow 或 fail", ZhHant: "allow 或 fail"},
	"any or fixed":                          {ZhHans: "any 或 fixed", ZhHant: "any 或 fixed"},
	"=, !=, <, <=, > or >=":                 {ZhHans: "=、!=、<、<=、> 或 >=", ZhHant: "=、!=、<、<=、> 或 >="},
	"format":                                {ZhHans: "格式名称", ZhHant: "格式名稱"},
	"one of WGS84, CGCS2000, GCJ-02":        {ZhHans: "WGS84、CGCS2000、GCJ-02 之一", ZhHant: "WGS84、CGCS2000、GCJ-02 之一"},
	"one of lat,lon and lon,lat":            {ZhHans: "lat,lon 或 lon,lat", ZhHant: "lat,lon 或 lon,lat"},
	"anywhere":                              {ZhHans: "不限", ZhHant: "不限"},
	"not declared":                          {ZhHans: "未声明", ZhHant: "未聲明"},
	"none":                                  {ZhHans: "无", ZhHant: "無"},
	"not compared":                          {ZhHans: "不比较", ZhHant: "不比較"},
	"all declared fields":                   {ZhHans: "全部声明的字段", ZhHant: "全部聲明的欄位"},
	"the slot":                              {ZhHans: "本期", ZhHant: "本期"},
}

// inWords writes a type or a default in a language.
func inWords(s, lang string) string {
	t, ok := optionWords[s]
	if !ok {
		return s
	}
	t.En = s
	return t.In(lang)
}
