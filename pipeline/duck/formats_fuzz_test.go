package duck_test

import (
	"testing"

	"pgregory.net/rapid"

	"cdoscore/rules"
)

// One target per format, but for those that FuzzCell… holds against an oracle as
// well: whatever the value, SQL and Go give one verdict under every setting of the
// format's options. Run one with
// go test ./pipeline/duck -run NONE -fuzz FuzzFormatPlate.

func FuzzFormatOrgCode(f *testing.F)       { fuzzFormat(f, "org_code") }
func FuzzFormatBusinessRegNo(f *testing.F) { fuzzFormat(f, "business_reg_no") }
func FuzzFormatBankCard(f *testing.F)      { fuzzFormat(f, "bank_card") }
func FuzzFormatLandline(f *testing.F)      { fuzzFormat(f, "landline_cn") }
func FuzzFormatPlate(f *testing.F)         { fuzzFormat(f, "plate_cn") }
func FuzzFormatPostcode(f *testing.F)      { fuzzFormat(f, "postcode_cn") }
func FuzzFormatEmail(f *testing.F)         { fuzzFormat(f, "email") }
func FuzzFormatURL(f *testing.F)           { fuzzFormat(f, "url") }
func FuzzFormatIPv4(f *testing.F)          { fuzzFormat(f, "ipv4") }
func FuzzFormatLongitude(f *testing.F)     { fuzzFormat(f, "longitude") }
func FuzzFormatLatitude(f *testing.F)      { fuzzFormat(f, "latitude") }
func FuzzFormatCoordinates(f *testing.F)   { fuzzFormat(f, "coordinates") }

func fuzzFormat(f *testing.F, name string) {
	random := rapid.Custom(validValues[name])
	for seed := range 8 {
		f.Add(random.Example(seed))
	}
	for _, s := range junk {
		f.Add(random.Example(0) + s)
	}
	fuzzCell(f, rules.Field{Name: "x", Type: rules.FieldType{Name: rules.TypeString}}, func(d *drawn) []*judged {
		var out []*judged
		for _, r := range formatRules(d, d.context, name) {
			out = append(out, judgedInGo(&judged{rule: r}))
		}
		return out
	})
}
