package duck_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"cdoscore/pipeline/duck"
	"cdoscore/rules"
	"cdoscore/rules/plan"
)

// strictTexts are what lenient conversions take, and what stands at their border,
// each with the fields that take it (semantics, text → typed is strict).
var strictTexts = []struct {
	text  string
	taken []string
}{
	// What TRY_CAST takes.
	{"2021-07-20 junk", nil},
	{"12.5", []string{"decimal", "thousands"}}, // no integer, although a cast makes 13 of it
	{"0x1A", nil},
	{"0b11", nil},
	{"0o17", nil},
	{"nan", nil}, {"NaN", nil}, {"-nan", nil},
	{"inf", nil}, {"-inf", nil}, {"+inf", nil}, {"Infinity", nil}, {"-Infinity", nil}, {"infinity", nil},
	{"1e3", nil}, {"1E3", nil}, {"1.5e2", nil},
	{"1_000", nil},
	{"12.", nil}, {".5", nil}, {"12.0.", nil}, {"1..2", nil},
	{"+", nil}, {"+-5", nil}, {"--5", nil}, {"5-", nil},
	{"$5", nil}, {"5%", nil}, {"(5)", nil},
	{"true", []string{"boolean"}}, {"t", nil}, {"yes", nil}, {"on", nil},
	{"2021-07-20 (BC)", nil}, {"0044-03-15 (BC)", nil},
	{"epoch", nil}, {"today", nil}, {"now", nil},
	{"2021/07/20", []string{"slashes"}},
	{"2021 07 20", nil}, {"2021\\07\\20", nil},
	{"2021-7-20", nil}, {"2021-07-2", nil}, {"12021-07-20", nil}, {"-2021-07-20", nil},
	{"2021-07-20T00:00:00", []string{"timestamp"}}, // a time is no date
	{"2021-07-20 00:00", []string{"timestamp"}},
	{"2021-07-20 00", nil}, {"2021-07-20T1:00", nil}, {"2021-07-20 24:00:00", nil}, {"2021-07-20 12:00:60", nil},
	{"2021-07-20 12:00:00 Asia/Shanghai", nil}, {"2021-07-20 12:00:00 UTC", nil},
	{"2021-07-20 12:00:00+08", []string{"timestamp"}},
	{"2021-07-20T12:00Z", []string{"timestamp"}},
	{"2021-02-29", nil}, {"2021-02-30", nil}, {"2021-13-01", nil}, {"2021-00-10", nil}, {"2021-07-00", nil},
	{"2021-07-20", []string{"date"}}, // no timestamp: it has no minutes
	{"20210720", []string{"integer", "decimal", "thousands", "wide", "compact"}},

	// What try_strptime takes, by the forms %Y年%m月%d日, %Y/%m/%d and %Y%m%d.
	{"21-7-20", nil}, {"21/7/20", nil}, {"21年7月20日", nil}, {"0021年7月20日", []string{"chinese"}},
	{"2021年7月20日", []string{"chinese"}}, {"2021年07月20日", []string{"chinese"}}, {"2021年007月20日", nil},
	{"2021年7月20日 ", []string{"chinese"}}, // padding is trimmed from the ends
	{"2021年 7月20日", nil}, {"2021 年7月20日", nil}, {"2021年7月 20日", nil}, {"2021年7月20 日", nil},
	{"2021/ 7/20", nil}, {"2021/7/ 20", nil}, {"2021 /7/20", nil}, {"+2021/7/20", nil},
	{"2021/7/20 junk", nil}, {"2021/7/20/", nil}, {"2021/02/29", nil}, {"2021/13/1", nil}, {"2021/7/32", nil},
	{"2021/7/20 00:00", nil},

	// Full-width digits are a fault unless the field folds width.
	{"１２３", []string{"wide"}}, {"－１２", []string{"wide"}}, {"１２．５", nil}, {"２０２１－０７－２０", nil}, {"２０２１年７月２０日", nil}, {"٣", nil}, {"३", nil},

	// What is right.
	{"12", []string{"integer", "decimal", "thousands", "wide"}},
	{"007", []string{"integer", "decimal", "thousands", "wide"}},
	{"+7", []string{"integer", "decimal", "thousands", "wide"}},
	{"-0", []string{"integer", "decimal", "thousands", "wide"}},
	{"\t12\u3000", []string{"integer", "decimal", "thousands", "wide"}},
	{"\u008512\u2028", []string{"integer", "decimal", "thousands", "wide"}},
	{"1 2", nil},
	{"1,234", []string{"thousands"}}, {"1,234.50", []string{"thousands"}}, {"1,23", nil}, {",123", nil}, {"1,234,", nil}, {"1234,567", nil},
	{"12.50", []string{"decimal", "thousands"}}, {"12.505", nil},
	{"1", []string{"integer", "decimal", "thousands", "wide", "boolean"}}, {"是", []string{"boolean"}}, {"False", []string{"boolean"}},
}

// strictFields take texts in different ways; all columns hold the same text.
func strictFields() []rules.Field {
	decimal := rules.FieldType{Name: rules.TypeDecimal, Precision: 12, Scale: 2}
	date := rules.FieldType{Name: rules.TypeDate}
	fields := []rules.Field{
		{Name: "integer", Type: rules.FieldType{Name: rules.TypeInteger}},
		{Name: "decimal", Type: decimal},
		{Name: "thousands", Type: decimal, Thousands: true},
		{Name: "wide", Type: rules.FieldType{Name: rules.TypeInteger}, NormaliseWidth: true},
		{Name: "date", Type: date},
		{Name: "chinese", Type: date, Formats: []string{"%Y年%m月%d日"}},
		{Name: "slashes", Type: date, Formats: []string{"%Y/%m/%d"}},
		{Name: "compact", Type: date, Formats: []string{"%Y%m%d"}},
		{Name: "timestamp", Type: rules.FieldType{Name: rules.TypeTimestamp}},
		{Name: "boolean", Type: rules.FieldType{Name: rules.TypeBoolean}},
	}
	for i := range fields {
		fields[i].Placeholders = rules.DefaultPlaceholders
	}
	return fields
}

// takenBy: an ISO date is taken by every field of dates, whatever its own forms.
func takenBy(texts []string, field rules.Field) bool {
	iso := field.Type.Name == rules.TypeDate && slices.Contains(texts, "date")
	return iso || slices.Contains(texts, field.Name)
}

// strictExtract has every text in a row of its own, the same in every column.
func strictExtract(fields []rules.Field) extract {
	x := extract{}
	for _, f := range fields {
		x.columns = append(x.columns, f.Name)
	}
	for i, s := range strictTexts {
		row := make([]cell, len(fields))
		for c := range row {
			row[c] = val(s.text)
		}
		x.rows, x.numbers = append(x.rows, row), append(x.numbers, int64(i))
	}
	return x
}

// TestTextsConvertStrictly judges every text by the type rule of every field, in
// the engine and in Go: both have to take what the table says, and nothing else.
func TestTextsConvertStrictly(t *testing.T) {
	dir := t.TempDir()
	e := engineFor(t, dir, 1)
	fields := strictFields()
	path, columns := strictExtract(fields).write(t, dir)
	in := plan.Input{Path: path, Columns: columns, Fields: fields, Cutoff: time.Date(2026, 11, 1, 0, 0, 0, 0, shanghai(t)), Zone: "Asia/Shanghai"}
	for _, f := range fields {
		r := newRule(t, rules.Context{Fields: fields, Field: &f, ParseExpr: e.ParseExpr}, f.Name, "type", textNode(f.Type.String()))
		in.Rules = append(in.Rules, r)
		q, _ := plan.Failing(in, r, 0)
		failing, err := e.Rows(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range strictTexts {
			t.Run(fmt.Sprintf("%s/%q", f.Name, s.text), func(t *testing.T) {
				want := takenBy(s.taken, f)
				if got := !slices.Contains(failing, int64(i)); got != want {
					t.Errorf("the engine takes it: %t, want %t", got, want)
				}
				row := oracleRow{map[string]cell{f.Name: val(s.text)}, map[string]rules.Field{f.Name: f}, in.Cutoff}
				if got := r.Check.(rules.Judge).Holds(judgeRow{row}); got != want {
					t.Errorf("the judge in Go takes it: %t, want %t", got, want)
				}
				if got := row.value(f.Name) != nil; got != want {
					t.Errorf("the oracle converts it: %t, want %t", got, want)
				}
			})
		}
	}
	compareTaken(t, e, in)
}

// compareTaken counts what passes with all rules in one query.
func compareTaken(t *testing.T, e *duck.Engine, in plan.Input) {
	t.Helper()
	p := plan.Build(in)
	answer, err := e.Run(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	outcomes, _ := p.Outcomes(answer)
	for _, f := range in.Fields {
		taken := int64(0)
		for _, s := range strictTexts {
			if takenBy(s.taken, f) {
				taken++
			}
		}
		if o := outcomes[f.Name]; o.Evaluated-o.Failed != taken || o.Evaluated != int64(len(strictTexts)) {
			t.Errorf("field %s: %d of %d pass when all rules are fused, want %d of %d", f.Name, o.Evaluated-o.Failed, o.Evaluated, taken, len(strictTexts))
		}
	}
}
