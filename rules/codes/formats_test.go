package codes_test

import (
	"strings"
	"testing"

	"cdoscore/rules"
	"cdoscore/rules/codes"
)

// read reads a format's options through the catalogue of formats.
func read(t *testing.T, name string, options ...rules.Entry) codes.Validator {
	t.Helper()
	v, diags := tryRead(name, options...)
	if err := diags.Err(); err != nil {
		t.Fatal(err)
	}
	return v
}

func tryRead(name string, options ...rules.Entry) (codes.Validator, *rules.Diagnostics) {
	diags := &rules.Diagnostics{}
	for _, f := range codes.Formats() {
		if f.Name == name {
			r := rules.NewReader(&rules.Node{Type: rules.Map, Entries: options}, "format", diags)
			v, _ := f.Read(r)
			r.Finish()
			return v, diags
		}
	}
	diags.Addf(rules.Pos{}, "no format %q", name)
	return codes.Validator{}, diags
}

func option(key string, t rules.NodeType, text string) rules.Entry {
	return rules.Entry{Key: key, Value: &rules.Node{Type: t, Text: text}}
}

func yes(key string) rules.Entry { return option(key, rules.Bool, "true") }

func box(south, north, west, east string) rules.Entry {
	n := &rules.Node{Type: rules.Map, Entries: []rules.Entry{
		option("south", rules.Float, south), option("north", rules.Float, north), option("west", rules.Float, west), option("east", rules.Float, east)}}
	return rules.Entry{Key: "within", Value: n}
}

// TestFormats gives the verdict of each format on values that are known to be
// right or wrong, those of the domain page among them.
func TestFormats(t *testing.T) {
	wgs84 := option("datum", rules.String, "WGS84")
	city := box("22.43", "23.93", "112.95", "114.05")
	tests := []struct {
		name, format string
		options      []rules.Entry
		valid        []string
		invalid      []string
	}{
		{"resident ID", "resident_id", nil,
			[]string{"11010519491231002X", "440524188001010014", "830000199201300022", "440102194912310019", "440116201003070012", "610104196209276908", "440104199001011232"},
			[]string{"440104199001011238", "440106198502290012", "610104620927690", "440104900101123", "", "11010519491231002X\n", "11010519491231002\x00"}},
		{"resident ID, legacy", "resident_id", []rules.Entry{yes("legacy")}, []string{"610104620927690", "440104900101123"}, []string{"440104900230123"}},
		{"credit code", "uscc", nil, []string{"91512081MA62K0260E", "91350100M000100Y43", "11440100MB2C123481"}, []string{"91310115MA1G4L1WXK", "91512081ma62k0260e"}},
		{"organisation code", "org_code", nil, []string{"D2143569X", "MA62K0260"}, []string{"D21435692", "D2143569-X", "d2143569X", "D2143569", ""}},
		{"organisation code as printed", "org_code", []rules.Entry{yes("hyphen")}, []string{"D2143569-X", "D2143569X"}, []string{"D214356-9X", "D2143569--X", "D2143569-2"}},
		{"business registration", "business_reg_no", nil, []string{"110108000000016", "440301103097413"}, []string{"440101000000001", "11010800000001", "1101080000000160"}},
		{"bank card", "bank_card", nil, []string{"79927398713", "6222021234567890128"}, []string{"79927398710", "6222 0212 3456 7890 128", "0000000000000000000000", "18", "６２２２０２１２３４５６７８９０１２８"}},
		{"mobile", "mobile_cn", nil, []string{"13800138000", "19900000000"}, []string{"12800138000", "+8613800138000", "1380013800"}},
		{"mobile with country code", "mobile_cn", []rules.Entry{yes("country_code")}, []string{"+8613800138000", "+86 13800138000"}, []string{"+86  13800138000", "8613800138000"}},
		{"landline", "landline_cn", nil, []string{"02083330000", "020-83330000", "0755-83330000", "07607333000", "010-65550000"},
			[]string{"020-13330000", "83330000", "020-8333000", "020--83330000", "020 83330000", "026-83330000", "+8620-83330000", "020-83330000-801"}},
		{"landline of Guangzhou", "landline_cn", []rules.Entry{option("area", rules.String, "020"), yes("country_code")},
			[]string{"020-83330000", "+862083330000", "+86-20-83330000", "+86 02083330000"}, []string{"0755-83330000", "+86-755-83330000"}},
		{"plate", "plate_cn", nil, []string{"粤A12345", "粤AB1234", "粤AD12345", "粤AF12345", "粤ADF1234", "粤A12345D", "粤A1234挂", "粤Z1234港", "京AD00001"},
			[]string{"粤AI2345", "粤AO2345", "粤I12345", "A12345", "粤A1234", "粤A123456", "粤Ad12345", "粵A12345", "粤A·12345", "粤A12345Z", "粤ADF12345"}},
		{"postcode", "postcode_cn", nil, []string{"510000", "010000", "850000"}, []string{"000000", "080000", "999999", "51000", "5100000"}},
		{"e-mail", "email", nil, []string{"zhang@gz.gov.cn", "a.b+c@x-y.com", "o'neil@a.io", strings.Repeat("a", 64) + "@b.cn"},
			[]string{"zhang@gz", "zhang@@gz.cn", ".a@gz.cn", "a..b@gz.cn", "a.@gz.cn", "a@-gz.cn", "a@gz-.cn", "a@gz.c", "张@gz.cn", "a b@gz.cn", "a@1.2.3.4", strings.Repeat("a", 65) + "@b.cn", "a@" + strings.Repeat("b.", 130) + "cn", "a@" + strings.Repeat("b", 64) + ".cn"}},
		{"URL", "url", nil, []string{"https://www.gz.gov.cn/", "http://gz.gov.cn", "HTTP://10.0.0.1:8080/a?b=c#d", "https://a.cn/%E7%A9%97?x=1&y=/?", "https://a.cn?x"},
			[]string{"ftp://a.cn", "www.gz.gov.cn", "http://", "http://localhost/", "http://256.1.1.1/", "http://a.cn:0/", "http://a.cn:65536/", "http://u:p@a.cn/", "http://a.cn/穗", "http://a.cn/ b", "http://a.cn/%zz", "http://a.cn/#a#b", "http://a.cn/\x00"}},
		{"IPv4", "ipv4", nil, []string{"0.0.0.0", "255.255.255.255", "10.1.20.200"}, []string{"256.1.1.1", "1.2.3", "01.2.3.4", "1.2.3.4.5", "1.2.3.4 ", "::1", "1.2.3.４"}},
		{"longitude", "longitude", nil, []string{"113.264385", "-180", "180.000", "+0.5", "0", "099.5"}, []string{"180.01", "181", "113.", ".5", "113,26", "1e2", "113°", "١١٣", "--1", "nan", "0113.2"}},
		{"latitude", "latitude", nil, []string{"23.129110", "-90", "90.0", "0", "05.5"}, []string{"90.000001", "91", "113.26", "023.1"}},
		{"coordinates", "coordinates", []rules.Entry{wgs84}, []string{"23.129110,113.264385", "23.1, 113.2", "-90,-180"},
			[]string{"113.264385,23.129110", "23.1", "23.1,,113.2", "23.1,  113.2", "23.1，113.2", "23.1,113.2,0", "23.1 113.2"}},
		{"longitude first", "coordinates", []rules.Entry{wgs84, option("order", rules.String, "lon,lat")}, []string{"113.264385,23.129110"}, []string{"23.129110,113.264385"}},
		{"within the city", "coordinates", []rules.Entry{wgs84, city}, []string{"23.129110,113.264385", "22.43,112.95", "23.93,114.05", "+23.930,114.0500"},
			[]string{"22.42999999999999999,113", "23.93000000000000001,113", "23.1,114.06", "39.9,116.4", "-23.1,113.2"}},
		{"within the city, longitude first", "coordinates", []rules.Entry{wgs84, city, option("order", rules.String, "lon,lat")}, []string{"113.264385,23.129110"}, []string{"114.06,23.1"}},
	}
	today := day(t, "2026-11-01")
	judged := map[string]bool{}
	for _, tt := range tests {
		judged[tt.format] = true
		t.Run(tt.name, func(t *testing.T) {
			v := read(t, tt.format, tt.options...)
			for _, s := range tt.valid {
				if !v.Valid(s, today) {
					t.Errorf("%q fails, and should pass", s)
				}
			}
			for _, s := range tt.invalid {
				if v.Valid(s, today) {
					t.Errorf("%q passes, and should fail", s)
				}
			}
		})
	}
	for _, f := range codes.Formats() {
		if !judged[f.Name] {
			t.Errorf("format %s is not judged here", f.Name)
		}
	}
}

func TestFormatsAreDocumented(t *testing.T) {
	complete := func(x rules.Text) bool { return x.ZhHans != "" && x.ZhHant != "" && x.En != "" }
	for _, f := range codes.Formats() {
		if !complete(f.Text) {
			t.Errorf("format %s: its text has gaps: %+v", f.Name, f.Text)
		}
		for _, o := range f.Options {
			if o.Name == "" || o.Type == "" || !complete(o.Text) {
				t.Errorf("format %s: its option has gaps: %+v", f.Name, o)
			}
		}
	}
}

func TestFormatOptionsAreChecked(t *testing.T) {
	wgs84 := option("datum", rules.String, "WGS84")
	tests := []struct {
		name, format string
		options      []rules.Entry
		want         string
	}{
		{"coordinates without a datum", "coordinates", nil, "coordinates need their datum"},
		{"unknown datum", "coordinates", []rules.Entry{option("datum", rules.String, "CGS2000")}, `did you mean "CGCS2000"?`},
		{"unknown datum of one axis", "longitude", []rules.Entry{option("datum", rules.String, "BD09")}, "must be one of WGS84, CGCS2000, GCJ-02"},
		{"unknown order", "coordinates", []rules.Entry{wgs84, option("order", rules.String, "lat lon")}, `did you mean "lat,lon"?`},
		{"box without an edge", "coordinates", []rules.Entry{wgs84, {Key: "within", Value: &rules.Node{Type: rules.Map}}}, `"south" is required`},
		{"box that is a name", "coordinates", []rules.Entry{wgs84, option("within", rules.String, "guangzhou")}, "expected a mapping"},
		{"box upside down", "coordinates", []rules.Entry{wgs84, box("23.93", "22.43", "112.95", "114.05")}, "south (23.93) lies above north (22.43)"},
		{"box with its sides swapped", "coordinates", []rules.Entry{wgs84, box("22.43", "23.93", "114.05", "112.95")}, "west (114.05) lies above east (112.95)"},
		{"box off the globe", "coordinates", []rules.Entry{wgs84, box("22.43", "92", "112.95", "114.05")}, `"north" must be plain decimal degrees`},
		{"unknown area", "landline_cn", []rules.Entry{option("area", rules.String, "20")}, `"area" must be an area code`},
		{"switch that is a text", "mobile_cn", []rules.Entry{option("country_code", rules.String, "+86")}, "must be true or false"},
		{"option of another format", "ipv4", []rules.Entry{yes("legacy")}, `unknown key "legacy"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, diags := tryRead(tt.format, tt.options...); diags.Err() == nil || !strings.Contains(diags.Err().Error(), tt.want) {
				t.Errorf("message %v, want one with %q", diags.Err(), tt.want)
			}
		})
	}
}
