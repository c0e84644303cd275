package kinds

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"cdoscore/rules"
)

// IDAgrees fails where a birth date or sex contradicts the resident ID.
func IDAgrees() *rules.Kind {
	return &rules.Kind{
		Name: "id_agrees", Scope: rules.RowScope, Indicator: "0301",
		Doc: rules.Doc{
			Title:   rules.Text{ZhHans: "身份证号与生日性别一致", ZhHant: "身份證號與生日性別一致", En: "ID agrees"},
			Counts:  rules.Text{ZhHans: "出生日期与号码第7至14位不一致，或性别与第17位不一致（单数为男）即不合格；号码形式不对、性别既非男也非女的也不合格。", ZhHant: "出生日期與號碼第7至14位不一致，或性別與第17位不一致（單數為男）即不合格；號碼形式不對、性別既非男也非女的也不合格。", En: "Fails where the birth date is not that of digits 7-14, or the sex is not that of digit 17 (odd: male), or the ID has not the form of one, or the sex says neither. The legacy 15 digits are read too."},
			Over:    rules.Text{ZhHans: "所列字段都有值的记录。", ZhHant: "所列欄位都有值的記錄。", En: "Rows with a value in all of the named fields."},
			Missing: rules.Text{ZhHans: "不评价。", ZhHant: "不評價。", En: "Not evaluated."},
			Options: []rules.Option{
				{Name: "id", Type: "field", Text: rules.Text{ZhHans: "身份证号", ZhHant: "身份證號", En: "the resident ID"}},
				{Name: "birth", Type: "field", Default: "not compared", Text: rules.Text{ZhHans: "出生日期（date 或 timestamp 类型）", ZhHant: "出生日期（date 或 timestamp 類型）", En: "the birth date, of type date or timestamp"}},
				{Name: "sex", Type: "field", Default: "not compared", Text: rules.Text{ZhHans: "性别", ZhHant: "性別", En: "the sex"}},
				{Name: "male", Type: "list", Default: "1, 男, M, male", Text: rules.Text{ZhHans: "表示男的取值", ZhHant: "表示男的取值", En: "the values that mean male"}},
				{Name: "female", Type: "list", Default: "2, 女, F, female", Text: rules.Text{ZhHans: "表示女的取值", ZhHant: "表示女的取值", En: "the values that mean female"}},
			},
			Clause:  "GB/T 36344-2018 0402, related data; GB 11643",
			Example: "- {id_agrees: {id: id_no, birth: born_on, sex: sex}}",
		},
		Parse: parseIDAgrees,
	}
}

func parseIDAgrees(c *rules.Context) rules.Check {
	r := reader(c, "id_agrees")
	k := idAgrees{male: []string{"1", "男", "M", "male"}, female: []string{"2", "女", "F", "female"}}
	ok := c.Node.Type == rules.Map
	read := func(key string, n *rules.Node) string {
		if n == nil {
			return ""
		}
		f, known := c.CheckField(n)
		if ok = ok && known; known && key == "birth" && !f.Type.IsTemporal() {
			c.Diags.Addf(n.Pos, "id_agrees: field %q has no date type: declare type: date and, where it is not written as 2026-01-31, formats", f.Name)
			ok = false
		}
		return n.Text
	}
	k.id, k.birth, k.sex = read("id", r.Require("id")), read("birth", r.Get("birth")), read("sex", r.Get("sex"))
	for key, list := range map[string]*[]string{"male": &k.male, "female": &k.female} {
		if nodes := r.Texts(key, false); len(nodes) > 0 {
			*list = nil
			for _, n := range nodes {
				*list = append(*list, n.Text)
			}
		}
	}
	r.Finish()
	switch {
	case !ok || k.id == "":
		return nil
	case k.birth == "" && k.sex == "":
		c.Diags.Addf(c.Node.Pos, "id_agrees: name birth, sex or both")
		return nil
	}
	return k
}

type idAgrees struct {
	id, birth, sex string
	male, female   []string
}

func (k idAgrees) Reads() []string {
	return slices.DeleteFunc([]string{k.id, k.birth, k.sex}, func(s string) bool { return s == "" })
}

func (k idAgrees) Canonical() string {
	return canonical("id_agrees", k.id, k.birth, k.sex, k.male, k.female)
}

const (
	idForm       = "[0-9]{17}[0-9Xx]"
	legacyIDForm = "[0-9]{15}"
)

func (k idAgrees) Pass(b rules.Builder) string {
	x := b.Text(k.id)
	// The 18 digits, without the check digit of a legacy number.
	full := b.Let(fmt.Sprintf("CASE WHEN %s THEN %s WHEN %s THEN left(%s, 6) || '19' || substr(%s, 7) END", b.Matches(x, idForm), x, b.Matches(x, legacyIDForm), x, x))
	parts := []string{full + " IS NOT NULL"}
	if k.birth != "" {
		parts = append(parts, fmt.Sprintf("strftime(%s, '%%Y%%m%%d') = substr(%s, 7, 8)", b.Typed(k.birth), full))
	}
	if k.sex != "" {
		odd := fmt.Sprintf("substr(%s, 17, 1) IN ('1', '3', '5', '7', '9')", full)
		parts = append(parts, fmt.Sprintf("CASE WHEN %s THEN %s ELSE %s END", odd, b.Member(b.Text(k.sex), k.male), b.Member(b.Text(k.sex), k.female)))
	}
	return strings.Join(parts, " AND ")
}

var (
	idDigits       = regexp.MustCompile("^" + idForm + "$")
	legacyIDDigits = regexp.MustCompile("^" + legacyIDForm + "$")
)

func (k idAgrees) Holds(v rules.Values) bool {
	id, _ := v.Text(k.id)
	switch {
	case idDigits.MatchString(id):
	case legacyIDDigits.MatchString(id):
		id = id[:6] + "19" + id[6:]
	default:
		return false
	}
	if k.birth != "" {
		born, ok := v.Typed(k.birth).(time.Time)
		if !ok || born.Format("20060102") != id[6:14] {
			return false
		}
	}
	if k.sex == "" {
		return true
	}
	sex, _ := v.Text(k.sex)
	if (id[16]-'0')%2 == 1 {
		return slices.Contains(k.male, sex)
	}
	return slices.Contains(k.female, sex)
}
