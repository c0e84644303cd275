package profile

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// Candidate is a format or a code table that a column's values may follow, as a
// field of a dataset file names it.
type Candidate struct {
	Kind  string // format or code
	Name  string
	Check rules.RowCheck // of plan.ProfiledField
	// Ever: codes that stood in the table at any time. A field's code is judged at
	// the cut-off, so that this is told and not put into a draft.
	Ever bool
	known
}

// ID tells candidates apart.
func (c Candidate) ID() string {
	if c.Ever {
		return c.Kind + ":" + c.Name + ":ever"
	}
	return c.Kind + ":" + c.Name
}

// Hinted reports whether a column's name says that its values follow the candidate.
func (c Candidate) Hinted(column string) bool { return hinted(column, c.hints) }

// ever is membership in a table at any time.
type ever struct{ table *rules.CodeTable }

func (e ever) Reads() []string   { return []string{plan.ProfiledField} }
func (e ever) Canonical() string { return "ever:" + e.table.Name }

func (e ever) Pass(b rules.Builder) string {
	return b.Member(b.Text(plan.ProfiledField), e.table.Ever())
}

// known is what is known of a format or a table beside its check.
type known struct {
	strength strength
	hints    []string
	pii      rules.PII
	numeric  bool // its values are numbers as well
}

// strength is how much the values prove by themselves.
type strength int

const (
	weak    strength = iota // many other values have the form: the name must say so too
	telling                 // hardly anything else has the form
)

var formats = map[string]known{
	"resident_id": {telling, []string{"身份证", "身份證", "公民身份", "证件号", "證件號", "id_no", "id_number", "id_card", "idcard", "sfzh", "sfz", "zjhm", "resident_id"}, rules.PIIID, false},
	"uscc":        {telling, []string{"信用代码", "信用代碼", "uscc", "credit_code", "tyshxydm", "shxydm"}, "", false},
	"org_code":    {telling, []string{"组织机构代码", "組織機構代碼", "机构代码", "機構代碼", "org_code", "orgcode", "zzjgdm"}, "", false},
	// A check digit modulo 10 alone passes one in ten.
	"business_reg_no": {telling, []string{"注册号", "註冊號", "营业执照", "營業執照", "reg_no", "registration_no", "zch"}, "", false},
	"bank_card":       {telling, []string{"银行卡", "銀行卡", "卡号", "卡號", "银行账号", "银行帐号", "銀行賬號", "銀行帳號", "bank_card", "card_no", "bank_account", "yhkh"}, rules.PIIBank, false},
	"mobile_cn":       {telling, []string{"手机", "手機", "移动电话", "移動電話", "流動電話", "电话", "電話", "mobile", "phone", "cellphone", "tel", "sjh", "sjhm", "lxdh"}, rules.PIIPhone, false},
	"landline_cn":     {weak, []string{"固定电话", "固定電話", "座机", "座機", "固话", "固話", "电话", "電話", "传真", "傳真", "landline", "telephone", "tel", "phone", "fax"}, rules.PIIPhone, false},
	"plate_cn":        {telling, []string{"车牌", "車牌", "号牌", "號牌", "plate", "plate_no", "cph", "hphm"}, rules.PIIOther, false},
	"postcode_cn":     {weak, []string{"邮编", "郵編", "邮政编码", "郵政編碼", "postcode", "post_code", "zip", "zipcode", "zip_code", "postal_code", "yzbm"}, "", false},
	"email":           {telling, []string{"邮箱", "郵箱", "电子邮件", "電子郵件", "电邮", "電郵", "email", "mail", "e_mail"}, rules.PIIOther, false},
	"url":             {telling, []string{"网址", "網址", "链接", "鏈接", "連結", "url", "link", "website", "homepage"}, "", false},
	"ipv4":            {telling, []string{"ip", "ipv4", "IP", "ip_address"}, "", false},
	"longitude":       {weak, []string{"经度", "經度", "longitude", "lng", "lon"}, "", true},
	"latitude":        {weak, []string{"纬度", "緯度", "latitude", "lat"}, "", true},
	"coordinates":     {weak, []string{"经纬度", "經緯度", "坐标", "座標", "coordinates", "coordinate", "coord"}, "", false},
}

var tableHints = map[string][]string{
	"gbt2260":      {"区划", "區劃", "行政区", "行政區", "区县代码", "區縣代碼", "adcode", "area_code", "division", "division_code", "region_code", "city_code", "province_code", "county_code", "district_code", "xzqh", "xzqhdm"},
	"sex":          {"性别", "性別", "sex", "gender", "xb"},
	"ethnicity":    {"民族", "ethnicity", "ethnic", "mz"},
	"industry":     {"行业", "行業", "industry", "industry_code", "hydm"},
	"sharing":      {"共享类型", "共享類型", "共享属性", "共享屬性", "sharing_type"},
	"update_cycle": {"更新周期", "更新週期", "更新频率", "更新頻率", "update_frequency"},
}

// shortCode is the length up to which codes occur by chance.
const shortCode = 3

// Candidates are the formats of those names that need no options, and the tables.
// The kinds parse them as they parse a field's keys, so that what is suggested is
// what will be judged.
func Candidates(kinds []*rules.Kind, formatNames []string, tables []*rules.CodeTable) ([]Candidate, error) {
	var out []Candidate
	for _, name := range formatNames {
		k, ok := formats[name]
		if !ok {
			k = known{strength: weak, hints: []string{name}}
		}
		if check := parse(kinds, "format", name, nil); check != nil {
			out = append(out, Candidate{Kind: "format", Name: name, Check: check, known: k})
		}
	}
	for _, t := range tables {
		k := known{strength: telling, hints: append([]string{t.Name}, tableHints[t.Name]...)}
		if slices.ContainsFunc(t.Codes, func(c rules.Code) bool { return utf8.RuneCountInString(c.Code) <= shortCode }) {
			k.strength = weak
		}
		check := parse(kinds, "code", t.Name, t)
		if check == nil {
			return nil, fmt.Errorf("code table %s cannot be profiled: no kind of rule reads it", t.Name)
		}
		out = append(out, Candidate{Kind: "code", Name: t.Name, Check: check, known: k})
		if slices.ContainsFunc(t.Codes, func(c rules.Code) bool { return c.From != "" || c.To != "" }) {
			out = append(out, Candidate{Kind: "code", Name: t.Name, Check: ever{t}, Ever: true, known: k})
		}
	}
	return out, nil
}

// parse has a kind read one word as a field's key; nil where that is not enough.
func parse(kinds []*rules.Kind, kind, word string, table *rules.CodeTable) rules.RowCheck {
	field := rules.Field{Name: plan.ProfiledField, Type: rules.FieldType{Name: rules.TypeString}}
	return parseOn(kinds, kind, word, field, table)
}

func parseOn(kinds []*rules.Kind, kind, word string, field rules.Field, table *rules.CodeTable) rules.RowCheck {
	at := slices.IndexFunc(kinds, func(k *rules.Kind) bool { return k.Name == kind })
	if at < 0 {
		return nil
	}
	c := &rules.Context{
		Node: &rules.Node{Type: rules.String, Layout: rules.Plain, Text: word}, Field: &field, Fields: []rules.Field{field},
		Tables: map[string]*rules.CodeTable{}, Diags: &rules.Diagnostics{},
	}
	if table != nil {
		c.Tables[table.Name] = table
	}
	check, _ := kinds[at].Parse(c).(rules.RowCheck)
	if c.Diags.Len() > 0 {
		return nil
	}
	return check
}

// Checks are the candidates' checks, in order.
func Checks(list []Candidate) []rules.RowCheck {
	out := make([]rules.RowCheck, len(list))
	for i, c := range list {
		out[i] = c.Check
	}
	return out
}

// TypeCheck is the check that a field of a type implies.
func TypeCheck(kinds []*rules.Kind, field rules.Field) (rules.RowCheck, error) {
	field.Name = plan.ProfiledField
	check := parseOn(kinds, "type", field.Type.String(), field, nil)
	if check == nil {
		return nil, fmt.Errorf("type %s cannot be profiled: no kind of rule reads it", field.Type)
	}
	return check, nil
}
