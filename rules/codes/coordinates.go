package codes

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"cdoscore/rules"
)

// The orders in which a pair of coordinates is written.
const (
	LatLon = "lat,lon"
	LonLat = "lon,lat"
)

// Box is the area in which coordinates must lie, its edges included: four plain
// decimals, in degrees.
type Box struct{ South, North, West, East string }

var (
	latLonForm = newForm(latitudePattern + `, ?` + longitudePattern)
	lonLatForm = newForm(longitudePattern + `, ?` + latitudePattern)
)

func coordinatesFormat() Format {
	return Format{
		Name: "coordinates", Clause: "ISO 6709",
		Text: rules.Text{ZhHans: "坐标：以逗号分隔的纬度和经度（十进制度数），坐标系须声明", ZhHant: "座標：以逗號分隔的緯度和經度（十進制度數），座標系須聲明", En: "coordinates: latitude and longitude in decimal degrees with a comma between; the datum must be declared"},
		Options: []rules.Option{
			datumOption(""),
			{Name: "order", Type: "one of lat,lon and lon,lat", Default: LatLon, Text: rules.Text{ZhHans: "书写次序：先纬度后经度，或先经度后纬度", ZhHant: "書寫次序：先緯度後經度，或先經度後緯度", En: "which of the two stands first"}},
			{Name: "within", Type: "south, north, west, east", Default: "anywhere", Text: rules.Text{ZhHans: "须落入的范围（度，含边界），按所声明的坐标系", ZhHant: "須落入的範圍（度，含邊界），按所聲明的座標系", En: "the box in which they must lie, in degrees of the declared datum, its edges included"}},
		},
		Read: readCoordinates,
	}
}

func readCoordinates(r *rules.Reader) (Validator, bool) {
	before := r.Diags().Len()
	if !r.Has("datum") {
		r.Diags().Addf(r.Pos(), `coordinates need their datum, which no value tells: write {name: coordinates, datum: CGCS2000} (known: %s)`, strings.Join(Datums, ", "))
	}
	datum, order := r.Choice("datum", "", Datums...), r.Choice("order", LatLon, LatLon, LonLat)
	box := readBox(r.Get("within"), r.Diags())
	v := Validator{
		Options: []any{datum, order},
		Valid:   func(s string, _ time.Time) bool { return Coordinates(s, order, box) },
		SQL:     func(b rules.Builder, x string) string { return CoordinatesSQL(b, x, order, box) },
	}
	if box != nil {
		v.Options = append(v.Options, *box)
	}
	return v, r.Diags().Len() == before
}

func readBox(n *rules.Node, diags *rules.Diagnostics) *Box {
	if n == nil {
		return nil
	}
	r := rules.NewReader(n, "within", diags)
	edge := func(key string, f form) string {
		text := r.RequireText(key)
		if e := r.Get(key); text != "" && !f.matches(text) {
			diags.Addf(e.Pos, "within: %q must be plain decimal degrees on the globe, such as 23.93, found %q", key, text)
		}
		return text
	}
	box := &Box{South: edge("south", latitudeDegrees), North: edge("north", latitudeDegrees), West: edge("west", longitudeDegrees), East: edge("east", longitudeDegrees)}
	r.Finish()
	for _, pair := range [][4]string{{"south", box.South, "north", box.North}, {"west", box.West, "east", box.East}} {
		low, lowOK := new(big.Rat).SetString(pair[1])
		high, highOK := new(big.Rat).SetString(pair[3])
		if lowOK && highOK && low.Cmp(high) > 0 {
			diags.Addf(n.Pos, "within: %s (%s) lies above %s (%s), no value could pass: swap the two", pair[0], pair[1], pair[2], pair[3])
		}
	}
	return box
}

// Coordinates reports whether s is a pair of decimal degrees in an order, and,
// where there is a box, lies in it.
func Coordinates(s, order string, within *Box) bool {
	if order == LonLat {
		lon, lat, ok := cutPair(s)
		return ok && Longitude(lon) && Latitude(lat) && within.holds(lat, lon)
	}
	lat, lon, ok := cutPair(s)
	return ok && Latitude(lat) && Longitude(lon) && within.holds(lat, lon)
}

func cutPair(s string) (first, second string, ok bool) {
	first, second, ok = strings.Cut(s, ",")
	return first, strings.TrimPrefix(second, " "), ok
}

func (b *Box) holds(lat, lon string) bool {
	return b == nil || between(lat, b.South, b.North) && between(lon, b.West, b.East)
}

func between(x, low, high string) bool {
	var v, l, h big.Rat
	v.SetString(x)
	l.SetString(low)
	h.SetString(high)
	return l.Cmp(&v) <= 0 && v.Cmp(&h) <= 0
}

// CoordinatesSQL returns SQL with the verdict of Coordinates on x.
func CoordinatesSQL(b rules.Builder, x, order string, within *Box) string {
	has, latPart, lonPart := latLonForm, 1, 2
	if order == LonLat {
		has, latPart, lonPart = lonLatForm, 2, 1
	}
	if within == nil {
		return has.sql(b, x)
	}
	inside := func(part int, low, high string) string {
		text := fmt.Sprintf("ltrim(split_part(%s, ',', %d))", x, part)
		near := b.Let(fmt.Sprintf("CASE WHEN %s THEN CAST(%s AS DOUBLE) END", has.sql(b, x), text))
		return insideSQL(near, text, low, high)
	}
	return "(" + inside(latPart, within.South, within.North) + " AND " + inside(lonPart, within.West, within.East) + ")"
}

// insideSQL compares as doubles, which is cheap, and only where one equals an
// edge, which rounding may have done, exactly.
func insideSQL(near, text, low, high string) string {
	edge := func(text, as string) string { return fmt.Sprintf("CAST('%s' AS %s)", text, as) }
	const exact = "DECIMAL(20,17)"
	return fmt.Sprintf("CASE WHEN %[1]s > %[2]s AND %[1]s < %[3]s THEN true WHEN %[1]s IN (%[2]s, %[3]s) THEN TRY_CAST(%[4]s AS %[5]s) BETWEEN %[6]s AND %[7]s ELSE false END",
		near, edge(low, "DOUBLE"), edge(high, "DOUBLE"), text, exact, edge(low, exact), edge(high, exact))
}
