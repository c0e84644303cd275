package duck_test

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"cdoscore/rules"
)

// Random datasets: columns with hostile names, cells that are valid, nearly
// valid, or what lenient casts are known to take.

var columnNames = []string{"id", "ID", "Id", "a b", ` "quoted" `, "o'clock", "金额", "名　称", "😀", "a+b", "a", "b", "select",
	"c1", "r0", "t0", "y0", "j0", "l0", "_row_", "a\\b", "%s", "x.y", "today", ""}

var fieldTypes = []rules.FieldType{
	{Name: rules.TypeString}, {Name: rules.TypeString}, {Name: rules.TypeInteger}, {Name: rules.TypeInteger},
	{Name: rules.TypeDecimal, Precision: 12, Scale: 2}, {Name: rules.TypeDecimal, Precision: 38, Scale: 0}, {Name: rules.TypeDecimal, Precision: 38, Scale: 37},
	{Name: rules.TypeDecimal, Precision: 4, Scale: 4}, {Name: rules.TypeDecimal, Precision: 18, Scale: 3},
	{Name: rules.TypeDate}, {Name: rules.TypeTimestamp}, {Name: rules.TypeBoolean},
}

var dateForms = []string{"%Y年%m月%d日", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y"}
var timeForms = []string{"%Y/%m/%d %H:%M", "%Y年%m月%d日%H时%M分%S秒", "%Y%m%d%H%M%S"}

// randomFields draws one to six fields of distinct names.
func randomFields(t *rapid.T) []rules.Field {
	names := rapid.SliceOfNDistinct(rapid.SampledFrom(columnNames[:len(columnNames)-1]), 1, 6, rapid.ID).Draw(t, "names")
	var out []rules.Field
	for _, name := range names {
		f := rules.Field{Name: name, Type: rapid.SampledFrom(fieldTypes).Draw(t, "type"), Placeholders: rules.DefaultPlaceholders}
		switch rapid.IntRange(0, 5).Draw(t, "placeholders") {
		case 0:
			f.Placeholders = nil
		case 1:
			f.Placeholders = []string{"(blank)", "  ？ ", "0", "it's"}
		}
		switch {
		case f.Type.IsNumeric():
			f.Thousands = rapid.Bool().Draw(t, "thousands")
		case f.Type.Name == rules.TypeDate:
			f.Formats = rapid.SliceOfNDistinct(rapid.SampledFrom(dateForms), 0, 2, rapid.ID).Draw(t, "formats")
		case f.Type.Name == rules.TypeTimestamp:
			f.Formats = rapid.SliceOfNDistinct(rapid.SampledFrom(timeForms), 0, 2, rapid.ID).Draw(t, "formats")
		}
		f.NormaliseWidth = rapid.IntRange(0, 4).Draw(t, "width") == 0
		out = append(out, f)
	}
	return out
}

// hostile are cells for any type.
var hostile = []string{
	"", " ", "　", "\u0085", "\t\n", "无", " 未知 ", "N/A", "null", "NULL", "-", "--", "/", "(blank)", "？", "it's", `"`, "''", "\\", "%", "_",
	"2021-07-20 junk", "12.5", "0x1A", "nan", "NaN", "inf", "-inf", "Infinity", "1e5", "1E5", "21-7-20", "1_000", "$5", "5.", ".5", "+", "-", "+-5", "--5",
	"9007199254740993", "-9007199254740993", "170141183460469231731687303715884105727", "170141183460469231731687303715884105728",
	"-170141183460469231731687303715884105728", "-170141183460469231731687303715884105729",
	"99999999999999999999999999999999999999", "-99999999999999999999999999999999999999", "99999999999999999999999999999999999999.5",
	strings.Repeat("9", 60), strings.Repeat("0", 60) + "7", "00012.50", "+7", "-0", "0", "1", "true", "TRUE", "False", "是", "否", "yes", "t",
	"１２３", "２０２０－０１－０１", "1,234", "1,23", "12,345,678.90", ",123", "1,234,", "0,001", "1234,567",
	"1900-01-01", "9999-12-31", "0000-01-01", "0001-01-01", "2020-02-29", "2021-02-29", "2020-02-30", "2020-13-01", "2020-1-1", "20200101", "2020/01/01",
	"2020年1月1日", "2020年01月01日", "2020年1月32日", "01.02.2020", "12020-01-01", "-2020-01-01", "2020-01-01 (BC)", "infinity", "epoch", "today", "now",
	"2020-01-01 00:00", "2020-01-01T23:59:59", "2020-01-01 24:00:00", "2020-01-01 12:00:60", "2020-01-01T10:00Z", "2020-01-01T10:00+08", "2020-01-01 10:00:00+0800",
	"2020-01-01T10:00:00.123456789+08:00", "2020-01-01T10:00:00.5", "2020-01-01 10:00:00 Asia/Shanghai", "2020-01-01T10:00:00-23:59", "2020-01-01T1:00", "2020-01-01 10",
	"9999-12-31T23:59:59-12:00", "0000-01-01T00:00:00+14:00", "1900-12-31T15:54:17Z", "1940-06-01T12:00:00Z", "1991-07-01T00:00:00Z", "2020/1/1 1:1", "2020年1月1日1时1分1秒", "20200101010101",
	"👨‍👩‍👧", "e\u0301", "é", "中文", "a\nb", "b\n", "\x01", "\ufeffid", "\u200b", "a b", "x", "X",
	"11010519491231002X", "11010519491231002x", "440524188001010014", "440104199001011238", "610104620927690", "91350100M000100Y43", "13800138000", "+86 13800138000", "+86-13800138000", "12800138000",
	"440102", "440104", "440116",
}

var padding = []string{" ", "　", "\t", "\n", "\u0085", "\u2028", "\u00a0", "\u1680"}

// randomCell draws a cell for a field.
func randomCell(t *rapid.T, f rules.Field) cell {
	var s string
	switch rapid.IntRange(0, 9).Draw(t, "cell") {
	case 0:
		return nil
	case 1, 2, 3:
		s = rapid.SampledFrom(hostile).Draw(t, "hostile")
	default:
		s = plausible(t, f)
	}
	if rapid.IntRange(0, 5).Draw(t, "pad") == 0 {
		s = rapid.SampledFrom(padding).Draw(t, "before") + s + rapid.SampledFrom(padding).Draw(t, "after")
	}
	if rapid.IntRange(0, 9).Draw(t, "wide") == 0 {
		s = wide(s)
	}
	return &s
}

func wide(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '!' && c <= '~' {
			return c - '!' + '！'
		}
		return c
	}, s)
}

// plausible draws what a field of the type may well hold, faults included.
func plausible(t *rapid.T, f rules.Field) string {
	year, month, day := rapid.IntRange(1899, 2027).Draw(t, "year"), rapid.IntRange(0, 13).Draw(t, "month"), rapid.IntRange(0, 32).Draw(t, "day")
	switch f.Type.Name {
	case rules.TypeInteger:
		return fmt.Sprint(rapid.IntRange(-20, 20).Draw(t, "n"))
	case rules.TypeDecimal:
		return fmt.Sprintf("%d.%0*d", rapid.IntRange(-9, 99).Draw(t, "n"), rapid.IntRange(1, 5).Draw(t, "digits"), rapid.IntRange(0, 999).Draw(t, "part"))
	case rules.TypeDate:
		return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
	case rules.TypeTimestamp:
		zone := rapid.SampledFrom([]string{"", "Z", "+08:00", "-0330", "+09"}).Draw(t, "zone")
		return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d%s", year, month, day, rapid.IntRange(0, 24).Draw(t, "hour"), rapid.IntRange(0, 60).Draw(t, "minute"), rapid.IntRange(0, 60).Draw(t, "second"), zone)
	case rules.TypeBoolean:
		return rapid.SampledFrom([]string{"true", "false", "True", "1", "0", "是", "否"}).Draw(t, "bool")
	}
	switch rapid.IntRange(0, 3).Draw(t, "text") {
	case 0:
		return residentNumber(t, year, month, day)
	case 1:
		return creditCode(t)
	case 2:
		return rapid.StringN(0, 5, 20).Draw(t, "any")
	}
	return rapid.SampledFrom([]string{"a", "b", "c", "x1", "存续", "注销", "440104", "440116"}).Draw(t, "word")
}

// residentNumber has a right check character more often than not.
func residentNumber(t *rapid.T, year, month, day int) string {
	area := rapid.SampledFrom([]string{"440104", "440116", "830000", "110000", "999999", "440100"}).Draw(t, "area")
	s := fmt.Sprintf("%s%04d%02d%02d%03d", area, year, month, day, rapid.IntRange(0, 999).Draw(t, "order"))
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(s[i]-'0') * w
	}
	shift := max(0, rapid.IntRange(-5, 10).Draw(t, "shift"))
	return s + string("10X98765432"[(sum+shift)%11])
}

func creditCode(t *rapid.T) string {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	s, sum, weight := "", 0, 1
	for range 17 {
		v := rapid.IntRange(0, 30).Draw(t, "character")
		s += alphabet[v : v+1]
		sum += v * weight
		weight = weight * 3 % 31
	}
	shift := max(0, rapid.IntRange(-5, 10).Draw(t, "shift"))
	return s + string(alphabet[(31-sum%31+shift)%31])
}

// randomExtract draws rows for fields; some fields have no column, some columns
// no field.
func randomExtract(t *rapid.T, fields []rules.Field, most int) extract {
	var x extract
	var declared []rules.Field
	for _, f := range fields {
		if rapid.IntRange(0, 7).Draw(t, "absent") > 0 {
			declared = append(declared, f)
		}
	}
	if rapid.Bool().Draw(t, "extra column") {
		declared = append(declared, rules.Field{Name: "extra column", Type: rules.FieldType{Name: rules.TypeString}})
	}
	for _, i := range rapid.Permutation(indices(len(declared))).Draw(t, "order") {
		x.columns = append(x.columns, declared[i].Name)
	}
	for n := range rapid.IntRange(0, most).Draw(t, "rows") {
		row := make([]cell, len(x.columns))
		for c, name := range x.columns {
			i := slices.IndexFunc(declared, func(f rules.Field) bool { return f.Name == name })
			row[c] = randomCell(t, declared[i])
		}
		x.rows = append(x.rows, row)
		x.numbers = append(x.numbers, int64(n+2))
	}
	if rapid.Bool().Draw(t, "shuffle") {
		slices.Reverse(x.numbers)
	}
	return x
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
