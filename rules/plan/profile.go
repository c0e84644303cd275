package plan

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"cdoscore/rules"
)

// ProfiledField is the name under which the checks of a profile read the column.
const ProfiledField = "value"

// Date and time forms that a profile looks for beside the ISO ones, in strptime
// notation. Day and month of two of them are told apart by the counts.
var (
	DateForms = []string{"%Y%m%d", "%Y/%m/%d", "%Y.%m.%d", "%Y-%m-%d", "%Y年%m月%d日", "%d/%m/%Y", "%m/%d/%Y"}
	TimeForms = []string{"%Y%m%d%H%M%S", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日%H时%M分%S秒", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S"}
)

// Years outside which digits that read as a date are taken for something else.
const firstYear, lastYear = 1850, 2150

// Figures are what the values of one column show, counted over all rows: values
// are trimmed, and those that are missing by the placeholders are counted as such
// only. Every count is of rows but Distinct, which is of values.
type Figures struct {
	Rows, Missing, Distinct int64
	Shortest, Longest       int64 // characters
	Integers                int64 // an optional sign and digits
	LeadingZeros            int64 // integers of several digits that begin with 0
	Decimals                int64 // integers among them
	Thousands               int64 // numbers with a thousands separator
	Whole, Scale            int64 // most digits before and after the point, leading zeros aside
	Words                   int64 // true, false, 是, 否
	Bits                    int64 // 0, 1
	PersonNames             int64 // two to four Han characters after a frequent surname
	ISODates, ISOTimes      int64
	Dates, Times            []int64 // as DateForms, TimeForms
	Conforming              []int64 // as the checks that were asked for
}

// Present is the rows with a value.
func (f Figures) Present() int64 { return f.Rows - f.Missing }

// surnames are frequent ones of mainland China; about five in six people have one.
const surnames = "王李张劉刘陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘于余蒋蔣蔡杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付傅方白邹鄒孟熊秦邱江尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴武戴莫孔向汤湯"

// profiled scans the distinct values of one column, each with the number of rows
// that hold it, so that a value is judged once however often it occurs.
func profiled(in Input, field rules.Field) *scan {
	field.Name, field.Placeholders = ProfiledField, nil
	s := newScan(Input{Columns: []Column{{Name: ProfiledField, Stored: "v"}}, Fields: []rules.Field{field}, Cutoff: in.Cutoff, Zone: in.Zone})
	s.from, s.carry, s.ready = "counted", "n", true
	s.Text(ProfiledField)
	return s
}

// counted writes the layer below: the column cleaned by the default
// placeholders, then grouped.
func counted(in Input, column int, of string) string {
	return fmt.Sprintf("WITH cleaned AS (SELECT %s AS v\n  FROM (SELECT %s AS c FROM read_parquet(%s)%s)),\ncounted AS (SELECT v, count(*) AS n FROM cleaned GROUP BY v),\n",
		cleaned("c", rules.DefaultPlaceholders), quoteName(in.Columns[column].Stored), quote(in.Path), of)
}

// Try counts, in about one of so many rows, strewn over the whole extract and the
// same every time, those with a value and those that pass each check.
func Try(in Input, column int, checks []rules.RowCheck, oneOf int64) Query {
	s := profiled(in, rules.Field{Type: rules.FieldType{Name: rules.TypeString}})
	list := []string{"coalesce(" + rowsWhere(s.Text(ProfiledField)+" IS NOT NULL") + ", 0)"}
	for _, c := range checks {
		list = append(list, "coalesce("+rowsWhere(s.judge("("+c.Pass(s)+") IS TRUE"))+", 0)")
	}
	for i := range list {
		list[i] = "CAST(" + list[i] + " AS BIGINT)"
	}
	return Query{SQL: counted(in, column, fmt.Sprintf(" WHERE hash(_row) %% %d = 0", oneOf)) + s.layers() + "\nSELECT " + strings.Join(list, ",\n  ") + "\nFROM judged", Types: s.typeList(), Measures: list}
}

// Profile counts the figures of one column; each check reads ProfiledField. The
// answer is one row of texts for ReadFigures.
func Profile(in Input, column int, checks []rules.RowCheck) Query {
	s := profiled(in, rules.Field{Type: rules.FieldType{Name: rules.TypeString}})
	t := s.Text(ProfiledField)
	list := []string{"sum(n)", rowsWhere(t + " IS NULL"), "count(" + t + ")", "min(length(" + t + "))", "max(length(" + t + "))"}
	where := func(predicate string) { list = append(list, rowsWhere(s.judge(predicate))) }
	// A condition that costs little goes before one that costs much.
	numeric := func(form string) string { return "CASE WHEN " + t + " < ':' THEN " + s.Matches(t, form) + " END" }

	where(numeric(integerForm))
	where(numeric(`[+-]?0[0-9]+`))
	where(numeric(plainNumber))
	number := s.judge(numeric(thousandsForm))
	where(numeric(thousandsForm) + " AND contains(" + t + ", ',')")
	list = append(list,
		fmt.Sprintf("max(length(regexp_extract(replace(%s, ',', ''), '^[+-]?0*([0-9]*)', 1))) FILTER (WHERE %s)", t, number),
		fmt.Sprintf("max(length(regexp_extract(%s, '[.]([0-9]*)$', 1))) FILTER (WHERE %s)", t, number))
	where("lower(" + t + ") IN ('true', 'false', '是', '否')")
	where(t + " IN ('0', '1')")
	where("CASE WHEN length(" + t + ") BETWEEN 2 AND 4 THEN " + s.Matches(t, `[`+surnames+`]\p{Han}{1,3}`) + " END")
	where(plausible(t, "%Y-%m-%d", converted(t, rules.Field{Type: rules.FieldType{Name: rules.TypeDate}}, in.Zone)))
	where(plausible(t, "%Y-%m-%d %H:%M", isoTimestamp(t, in.Zone)))
	for i, form := range declaredForms(t, DateForms, "DATE") {
		where(plausible(t, DateForms[i], form))
	}
	for i, form := range declaredForms(t, TimeForms, "TIMESTAMP") {
		where(plausible(t, TimeForms[i], form))
	}
	for _, c := range checks {
		where("(" + c.Pass(s) + ") IS TRUE")
	}
	return Query{SQL: counted(in, column, "") + s.layers() + "\nSELECT " + asText(list) + "\nFROM judged", Types: s.typeList(), Measures: list}
}

// plainNumber is a decimal of any length.
const plainNumber = `[+-]?[0-9]+([.][0-9]+)?`

// plausible is true where t has the form and a year that is none of a number's
// digits by chance. Digits without separators must be complete.
func plausible(t, form, day string) string {
	guard := "contains(" + t + ", '/')"
	if rest, ok := strings.CutPrefix(form, "%Y"); ok && rest[0] != '%' {
		separator, _ := utf8.DecodeRuneInString(rest)
		guard = fmt.Sprintf("substr(%s, 5, 1) = '%c'", t, separator)
	} else if ok {
		guard = fmt.Sprintf("strlen(%s) = %d", t, 4+len(rest))
	}
	return fmt.Sprintf("CASE WHEN %s THEN year(%s) BETWEEN %d AND %d END", guard, day, firstYear, lastYear)
}

func rowsWhere(predicate string) string { return "sum(n) FILTER (WHERE " + predicate + ")" }

func asText(list []string) string {
	texts := make([]string, len(list))
	for i, x := range list {
		texts[i] = "CAST(" + x + " AS VARCHAR)"
	}
	return strings.Join(texts, ",\n  ")
}

// ReadFigures reads the answer to Profile; NULL is 0.
func ReadFigures(row []*string, checks int) (Figures, error) {
	numbers := make([]int64, len(row))
	for i, text := range row {
		if text == nil {
			continue
		}
		n, err := strconv.ParseInt(*text, 10, 64)
		if err != nil {
			return Figures{}, fmt.Errorf("a count of the profile came as %q", *text)
		}
		numbers[i] = n
	}
	f := Figures{}
	single := []*int64{&f.Rows, &f.Missing, &f.Distinct, &f.Shortest, &f.Longest, &f.Integers, &f.LeadingZeros, &f.Decimals, &f.Thousands,
		&f.Whole, &f.Scale, &f.Words, &f.Bits, &f.PersonNames, &f.ISODates, &f.ISOTimes}
	if want := len(single) + len(DateForms) + len(TimeForms) + checks; len(numbers) != want {
		return Figures{}, fmt.Errorf("the profile came with %d counts instead of %d", len(numbers), want)
	}
	for i, target := range single {
		*target = numbers[i]
	}
	rest := numbers[len(single):]
	f.Dates, rest = rest[:len(DateForms)], rest[len(DateForms):]
	f.Times, f.Conforming = rest[:len(TimeForms)], rest[len(TimeForms):]
	return f, nil
}

// Tally is a text and the rows that have it.
type Tally struct {
	Text string
	Rows int64
}

// Details are what is told of a column once its type is known.
type Details struct {
	Min, Max   string // of the values that convert to the type; "" where none does
	Conforming int64  // rows with a value that is right by the check
	Shapes     int64  // how many shapes there are
	Shape      []Tally
	Values     []Tally // the commonest
}

// What the rows of Detail's answer are.
const (
	detailMin, detailMax, detailRight, detailShapes, detailShape, detailValue = "min", "max", "right", "shapes", "shape", "value"
)

// Detail asks for the details of one column of a type: least and greatest value,
// rows right by the check, and the commonest shapes and values. A shape writes 9
// for a digit, a and A for small and capital letters, 汉 for a Han character
// but 年, 月 and 日 after a digit, 文 for a letter of another script, and ␣ for white space and control characters;
// all else stands for itself. The answer is rows of three texts for ReadDetails.
func Detail(in Input, column int, field rules.Field, check rules.RowCheck, most int) Query {
	s := profiled(in, field)
	t, y := s.Text(ProfiledField), s.Typed(ProfiledField)
	right := s.judge("(" + check.Pass(s) + ") IS TRUE")
	shape := s.judge(shapeOf(t))
	top := func(what, of, from string) string {
		return fmt.Sprintf("(SELECT '%s', %s, CAST(n AS VARCHAR)\n  FROM %s\n  WHERE %s IS NOT NULL\n  ORDER BY n DESC, %s\n  LIMIT %d)", what, of, from, of, of, most)
	}
	shapes := fmt.Sprintf(",\nshapes AS (SELECT %[1]s, sum(n) AS n\n  FROM judged\n  WHERE %[1]s IS NOT NULL\n  GROUP BY %[1]s)\n", shape)
	one := func(what, of, count, from string) string {
		return fmt.Sprintf("(SELECT '%s', CAST(%s AS VARCHAR), CAST(%s AS VARCHAR)\n  FROM %s)", what, of, count, from)
	}
	return Query{SQL: counted(in, column, "") + s.layers() + shapes + strings.Join([]string{
		one(detailMin, "min("+y+")", "0", "judged"), one(detailMax, "max("+y+")", "0", "judged"),
		one(detailRight, "''", "coalesce("+rowsWhere(t+" IS NOT NULL AND "+right)+", 0)", "judged"),
		one(detailShapes, "''", "count(*)", "shapes"), top(detailShape, shape, "shapes"), top(detailValue, t, "judged"),
	}, "\nUNION ALL\n"), Types: s.typeList()}
}

// shapeLength is how many characters of a value its shape shows.
const shapeLength = 40

// shapeOf writes the shape of a text; one of ASCII alone needs no search.
func shapeOf(t string) string {
	cut := fmt.Sprintf("left(%s, %d)", t, shapeLength)
	x := cut
	for _, r := range [][2]string{{`[\s\p{Z}\p{C}]`, "␣"}, {`\p{Nd}`, "9"}, {`\p{Lu}`, "A"}, {`\p{Ll}`, "a"},
		{`9年`, "9\x01"}, {`9月`, "9\x02"}, {`9日`, "9\x03"}, {`\p{Han}`, "汉"}, {"\x01", "年"}, {"\x02", "月"}, {"\x03", "日"}, {`[^\P{L}aA汉年月日]`, "文"}} {
		x = fmt.Sprintf("regexp_replace(%s, %s, %s, 'g')", x, quote(r[0]), quote(r[1]))
	}
	plain, signs := asciiShapes()
	return fmt.Sprintf("CASE WHEN strlen(%[1]s) = length(%[1]s) THEN translate(%[2]s, %[3]s, %[4]s) ELSE %[5]s END || CASE WHEN length(%[1]s) > %[6]d THEN '…' ELSE '' END",
		t, cut, quote(plain), quote(signs), x, shapeLength)
}

// asciiShapes pairs ASCII characters with their signs; NUL aside, which no text
// literal holds.
func asciiShapes() (plain, signs string) {
	var p, s strings.Builder
	for c := rune(1); c <= unicode.MaxASCII; c++ {
		sign := c
		switch {
		case c <= ' ' || c == 0x7f:
			sign = '␣'
		case c >= '0' && c <= '9':
			sign = '9'
		case c >= 'A' && c <= 'Z':
			sign = 'A'
		case c >= 'a' && c <= 'z':
			sign = 'a'
		}
		p.WriteRune(c)
		s.WriteRune(sign)
	}
	return p.String(), s.String()
}

// ReadDetails reads the answer to Detail.
func ReadDetails(rows [][]*string) (Details, error) {
	var d Details
	for _, r := range rows {
		if len(r) != 3 || r[0] == nil || r[2] == nil {
			return d, fmt.Errorf("the details of the profile came without a name or a count")
		}
		text := ""
		if r[1] != nil {
			text = *r[1]
		}
		n, err := strconv.ParseInt(*r[2], 10, 64)
		if err != nil {
			return d, fmt.Errorf("a count of the profile came as %q", *r[2])
		}
		d.take(*r[0], text, n)
	}
	return d, nil
}

func (d *Details) take(what, text string, n int64) {
	switch what {
	case detailMin:
		d.Min = text
	case detailMax:
		d.Max = text
	case detailRight:
		d.Conforming = n
	case detailShapes:
		d.Shapes = n
	case detailShape:
		d.Shape = append(d.Shape, Tally{text, n})
	case detailValue:
		d.Values = append(d.Values, Tally{text, n})
	}
}

// Pair is two columns by their places.
type Pair struct{ A, B int }

// cleanedRows writes the columns of pairs, cleaned, under the names c0, c1, …
func cleanedRows(in Input, pairs []Pair, limit int) string {
	used := map[int]bool{}
	for _, p := range pairs {
		used[p.A], used[p.B] = true, true
	}
	var columns []string
	for i, c := range in.Columns {
		if used[i] {
			columns = append(columns, fmt.Sprintf("%s AS c%d", cleaned(quoteName(c.Stored), rules.DefaultPlaceholders), i))
		}
	}
	sql := fmt.Sprintf("WITH cleaned AS (SELECT %s\n  FROM read_parquet(%s)", strings.Join(columns, ",\n  "), quote(in.Path))
	if limit > 0 {
		sql += fmt.Sprintf("\n  ORDER BY _row LIMIT %d", limit)
	}
	return sql + ")\n"
}

// PairsDistinct counts the different pairs of values among the first rows.
func PairsDistinct(in Input, pairs []Pair, rows int) Query {
	list := make([]string, len(pairs))
	for i, p := range pairs {
		list[i] = fmt.Sprintf("count(DISTINCT row(c%d, c%d))", p.A, p.B)
	}
	return Query{SQL: cleanedRows(in, pairs, rows) + "SELECT " + strings.Join(list, ",\n  ") + "\nFROM cleaned", Measures: list}
}

// PairRepeats counts 1 where two rows have the same pair of values, else 0.
func PairRepeats(in Input, p Pair) Query {
	return Query{SQL: cleanedRows(in, []Pair{p}, 0) + fmt.Sprintf("SELECT count(*)\nFROM (SELECT 1 FROM cleaned GROUP BY c%d, c%d HAVING count(*) > 1 LIMIT 1)", p.A, p.B),
		Measures: []string{"repeats"}}
}
