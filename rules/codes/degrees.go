package codes

import "cdoscore/rules"

// Degrees have at most 17 decimals, as many as a double may print, so that they
// are compared exactly, as DECIMAL(20,17).
const (
	longitudePattern = `[+-]?((0?[0-9]{1,2}|1[0-7][0-9])([.][0-9]{1,17})?|180([.]0{1,17})?)`
	latitudePattern  = `[+-]?([0-8]?[0-9]([.][0-9]{1,17})?|90([.]0{1,17})?)`
)

var (
	longitudeDegrees = newForm(longitudePattern)
	latitudeDegrees  = newForm(latitudePattern)
)

// Datums are the ones in which coordinates may be declared. A value never tells
// its datum: in Guangzhou they lie some 600 metres apart.
var Datums = []string{"WGS84", "CGCS2000", "GCJ-02"}

func datumOption(otherwise string) rules.Option {
	return rules.Option{Name: "datum", Type: "one of WGS84, CGCS2000, GCJ-02", Default: otherwise, Text: rules.Text{
		ZhHans: "坐标系；数值本身无法判断，必须由提供方声明", ZhHant: "座標系；數值本身無法判斷，必須由提供方聲明", En: "the datum, which must be declared since no value tells it"}}
}

// degreesOf reads a format of one axis, whose datum is declared or left open.
func degreesOf(f form) func(*rules.Reader) (Validator, bool) {
	return func(r *rules.Reader) (Validator, bool) {
		before := r.Diags().Len()
		datum := r.Choice("datum", "", Datums...)
		v, _ := plain(f.matches, f.sql)(r)
		v.Options = []any{datum}
		return v, r.Diags().Len() == before
	}
}

func longitudeFormat() Format {
	return Format{
		Name: "longitude", Clause: "ISO 6709",
		Text:    rules.Text{ZhHans: "经度：-180 至 180 的十进制度数，小数不超过 17 位", ZhHant: "經度：-180 至 180 的十進制度數，小數不超過 17 位", En: "longitude: decimal degrees from -180 to 180, with at most 17 decimals"},
		Options: []rules.Option{datumOption("not declared")},
		Read:    degreesOf(longitudeDegrees),
	}
}

func latitudeFormat() Format {
	return Format{
		Name: "latitude", Clause: "ISO 6709",
		Text:    rules.Text{ZhHans: "纬度：-90 至 90 的十进制度数，小数不超过 17 位", ZhHant: "緯度：-90 至 90 的十進制度數，小數不超過 17 位", En: "latitude: decimal degrees from -90 to 90, with at most 17 decimals"},
		Options: []rules.Option{datumOption("not declared")},
		Read:    degreesOf(latitudeDegrees),
	}
}

// Longitude reports whether s is a longitude in decimal degrees.
func Longitude(s string) bool { return longitudeDegrees.matches(s) }

// LongitudeSQL returns SQL with the verdict of Longitude on x.
func LongitudeSQL(b rules.Builder, x string) string { return longitudeDegrees.sql(b, x) }

// Latitude reports whether s is a latitude in decimal degrees.
func Latitude(s string) bool { return latitudeDegrees.matches(s) }

// LatitudeSQL returns SQL with the verdict of Latitude on x.
func LatitudeSQL(b rules.Builder, x string) string { return latitudeDegrees.sql(b, x) }
