package profile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words writes a column's name as its words, in lower case, parted and enclosed
// by underscores: provinceCode is _province_code_, IP地址 is _ip_地址_.
func words(name string) string {
	var b strings.Builder
	b.WriteByte('_')
	before := '_'
	for _, c := range name {
		switch {
		case !unicode.IsLetter(c) && !unicode.IsDigit(c):
			c = '_'
		case unicode.IsUpper(c) && (unicode.IsLower(before) || unicode.IsDigit(before)), before != '_' && (c < utf8.RuneSelf) != (before < utf8.RuneSelf):
			b.WriteByte('_')
		}
		if c != '_' || before != '_' {
			b.WriteRune(unicode.ToLower(c))
		}
		before = c
	}
	return strings.TrimSuffix(b.String(), "_") + "_"
}

// hinted reports whether a column's name holds one of the hints: a Chinese one
// anywhere, an English one as whole words.
func hinted(name string, hints []string) bool {
	in := words(name)
	return slices.ContainsFunc(hints, func(h string) bool {
		if h[0] < 0x80 {
			return strings.Contains(in, "_"+h+"_")
		}
		return strings.Contains(name, h)
	})
}

// Names by which columns tell what they hold.
var (
	identifierNames = []string{"代码", "代碼", "编码", "編碼", "编号", "編號", "号码", "號碼", "证号", "證號", "单号", "單號", "工号", "工號", "学号", "學號", "标识", "標識", "主键", "主鍵",
		"code", "id", "no", "key", "uuid", "guid", "serial", "adcode"}
	flagNames    = []string{"是否", "有无", "有無", "标志", "標誌", "is", "has", "flag"}
	personNames  = []string{"姓名", "联系人", "聯繫人", "聯絡人", "法定代表人", "法人代表", "经办人", "經辦人", "户主", "戶主", "xm", "full_name", "person_name", "contact_name"}
	addressNames = []string{"地址", "住址", "住所", "address", "addr"}
	birthNames   = []string{"出生", "生日", "birth", "birthday", "birthdate", "dob", "csrq"}
)

// identifier reports whether a name is that of a code or number which is no
// quantity: its digits are text.
func identifier(name string) bool {
	return hinted(name, identifierNames) || strings.HasSuffix(name, "号") || strings.HasSuffix(name, "號") || strings.HasSuffix(name, "码") || strings.HasSuffix(name, "碼")
}
