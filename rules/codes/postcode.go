package codes

import "cdoscore/rules"

// postcodeForm leaves out what no province begins with: 00, 08, 09 and 9.
var postcodeForm = newForm(`(0[1-7]|[1-8][0-9])[0-9]{4}`)

func postcodeFormat() Format {
	return Format{
		Name: "postcode_cn",
		Text: rules.Text{ZhHans: "邮政编码：6 位数字，前两位在 01 至 07 或 10 至 89 之间", ZhHant: "郵政編碼：6 位數字，前兩位在 01 至 07 或 10 至 89 之間", En: "postcode of the mainland: six digits, the first two 01 to 07 or 10 to 89"},
		Read: plain(PostcodeCN, PostcodeCNSQL),
	}
}

// PostcodeCN reports whether s has the form of a mainland postcode.
func PostcodeCN(s string) bool { return postcodeForm.matches(s) }

// PostcodeCNSQL returns SQL with the verdict of PostcodeCN on x.
func PostcodeCNSQL(b rules.Builder, x string) string { return postcodeForm.sql(b, x) }
