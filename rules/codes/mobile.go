package codes

import "cdoscore/rules"

var (
	mobile        = newForm(`1[3-9][0-9]{9}`)
	mobileCountry = newForm(`([+]86[- ]?)?1[3-9][0-9]{9}`)
)

func mobileFormat() Format {
	return Format{
		Name:    "mobile_cn",
		Text:    rules.Text{ZhHans: "手机号码：1 开头、第二位 3 至 9 的 11 位数字", ZhHant: "手機號碼：1 開頭、第二位 3 至 9 的 11 位數字", En: "mainland mobile number: 1, a digit 3 to 9, nine more digits"},
		Options: []rules.Option{countryCodeOption},
		Read:    switched("country_code", MobileCN, MobileCNSQL),
	}
}

// MobileCN reports whether s is a mainland mobile number: 1, a digit 3-9, nine
// more digits. With country a leading +86, with or without a space or hyphen,
// is allowed.
func MobileCN(s string, country bool) bool { return mobileFor(country).matches(s) }

// MobileCNSQL returns SQL with the verdict of MobileCN on x.
func MobileCNSQL(b rules.Builder, x string, country bool) string {
	return mobileFor(country).sql(b, x)
}

func mobileFor(country bool) form {
	if country {
		return mobileCountry
	}
	return mobile
}
