package codes

import (
	"time"

	"cdoscore/rules"
)

// Area codes without their trunk 0: three digits with it have numbers of eight
// digits, four digits those of seven or eight.
const (
	shortArea   = `(10|2[0-57-9])`
	longArea    = `[3-9][0-9]{2}`
	eightDigits = `-?[2-8][0-9]{7}`
	sevenDigits = `-?[2-8][0-9]{6,7}`
	trunk       = `0`
	abroad      = `(0|[+]86[- ]?0?)`
)

var areaForm = newForm(trunk + `(` + shortArea + `|` + longArea + `)`)

func landlineFormat() Format {
	return Format{
		Name: "landline_cn",
		Text: rules.Text{ZhHans: "固定电话：区号加 7 或 8 位号码（首位 2 至 8），中间可有连字符；不含分机号", ZhHant: "固定電話：區號加 7 或 8 位號碼（首位 2 至 8），中間可有連字符；不含分機號", En: "landline number: the area code and seven or eight digits, the first of them 2 to 8, with or without a hyphen between; no extension"},
		Options: []rules.Option{
			countryCodeOption,
			{Name: "area", Type: "text", Default: "any", Text: rules.Text{ZhHans: "只允许的区号，如 \"020\"", ZhHant: "只允許的區號，如 \"020\"", En: `the one area code that is allowed, such as "020"`}},
		},
		Read: readLandline,
	}
}

func readLandline(r *rules.Reader) (Validator, bool) {
	before := r.Diags().Len()
	country, area := r.Bool("country_code", false), r.Text("area")
	if n := r.Get("area"); n.IsScalar() && !areaForm.matches(area) {
		r.Diags().Addf(n.Pos, `"area" must be an area code such as "020" or "0755", found %q`, area)
	}
	if r.Diags().Len() > before {
		return Validator{}, false
	}
	f := landlineForm(country, area)
	return Validator{
		Options: []any{country, area},
		Valid:   func(s string, _ time.Time) bool { return f.matches(s) },
		SQL:     f.sql,
	}, true
}

// LandlineCN reports whether s is a landline number of the mainland: an area code
// with its 0 and seven or eight digits. With country +86 may lead, and the 0 may
// then be left out; area, such as 020, allows no other one.
func LandlineCN(s string, country bool, area string) bool {
	return landlineForm(country, area).matches(s)
}

// LandlineCNSQL returns SQL with the verdict of LandlineCN on x.
func LandlineCNSQL(b rules.Builder, x string, country bool, area string) string {
	return landlineForm(country, area).sql(b, x)
}

func landlineForm(country bool, area string) form {
	prefix := trunk
	if country {
		prefix = abroad
	}
	switch len(area) {
	case 0:
		return newForm(prefix + `(` + shortArea + eightDigits + `|` + longArea + sevenDigits + `)`)
	case 3:
		return newForm(prefix + area[1:] + eightDigits)
	}
	return newForm(prefix + area[1:] + sevenDigits)
}
