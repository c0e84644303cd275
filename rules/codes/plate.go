package codes

import "cdoscore/rules"

// plateForm is a province and the letter of the issuing office, then one of: five
// characters without I and O; four and the mark of a trailer, a driving school,
// the police, a car of Hong Kong or Macao, or a consulate; a new energy number,
// small (a letter A-K, a character, four digits) or large (five digits, a letter).
var plateForm = newForm(`[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-HJ-NP-Z]` +
	`([A-HJ-NP-Z0-9]{5}|[A-HJ-NP-Z0-9]{4}[挂学警港澳领]|[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK])`)

func plateFormat() Format {
	return Format{
		Name: "plate_cn", Clause: "GA 36-2018",
		Text: rules.Text{ZhHans: "机动车号牌：省份简称、发牌机关字母和 5 位序号（不含 I、O），或新能源 6 位序号；挂、学、警、港、澳、领字号牌亦可", ZhHant: "機動車號牌：省份簡稱、發牌機關字母和 5 位序號（不含 I、O），或新能源 6 位序號；掛、學、警、港、澳、領字號牌亦可（以簡體字書寫）", En: "vehicle plate: province, letter of the issuing office and five characters without I or O, or six of a new energy plate; plates that end in 挂, 学, 警, 港, 澳 or 领 too"},
		Read: plain(PlateCN, PlateCNSQL),
	}
}

// PlateCN reports whether s is a vehicle plate of the mainland.
func PlateCN(s string) bool { return plateForm.matches(s) }

// PlateCNSQL returns SQL with the verdict of PlateCN on x.
func PlateCNSQL(b rules.Builder, x string) string { return plateForm.sql(b, x) }
