package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// Text is a user-facing text in the three languages of the product. A language
// that the configuration leaves out falls back to the first that it has, in the
// order zh-Hans, zh-Hant, en; scripts are never converted into each other.
type Text struct {
	ZhHans string
	ZhHant string
	En     string
}

// In returns the text in a language (zh-Hans, zh-Hant, en), or the first there is.
func (t Text) In(lang string) string {
	want := t.ZhHans
	switch lang {
	case "zh-Hant":
		want = t.ZhHant
	case "en":
		want = t.En
	}
	for _, s := range []string{want, t.ZhHans, t.ZhHant, t.En} {
		if s != "" {
			return s
		}
	}
	return ""
}

// IsZero reports whether no language has a text.
func (t Text) IsZero() bool { return t == Text{} }

// TypeName is a declared type of a field.
type TypeName string

// The field types of the dataset file.
const (
	TypeString    TypeName = "string"
	TypeInteger   TypeName = "integer"
	TypeDecimal   TypeName = "decimal"
	TypeDate      TypeName = "date"
	TypeTimestamp TypeName = "timestamp"
	TypeBoolean   TypeName = "boolean"
)

// TypeNames lists the types, for suggestions.
var TypeNames = []string{"string", "integer", "decimal(p,s)", "date", "timestamp", "boolean"}

// FieldType is a declared type; Precision and Scale are used by decimals only.
type FieldType struct {
	Name      TypeName
	Precision int
	Scale     int
}

// IsNumeric reports whether values compare as numbers.
func (t FieldType) IsNumeric() bool { return t.Name == TypeInteger || t.Name == TypeDecimal }

// IsTemporal reports whether values are dates or timestamps.
func (t FieldType) IsTemporal() bool { return t.Name == TypeDate || t.Name == TypeTimestamp }

// String writes the type as a dataset file does.
func (t FieldType) String() string {
	if t.Name == TypeDecimal {
		return fmt.Sprintf("decimal(%d,%d)", t.Precision, t.Scale)
	}
	return string(t.Name)
}

var decimalType = regexp.MustCompile(`^decimal\(\s*(\d{1,2})\s*,\s*(\d{1,2})\s*\)$`)

// ParseFieldType reads string, integer, decimal(p,s), date, timestamp or
// boolean. Decimals have at most 38 digits, and no more decimals than digits.
func ParseFieldType(s string) (FieldType, error) {
	switch TypeName(s) {
	case TypeString, TypeInteger, TypeDate, TypeTimestamp, TypeBoolean:
		return FieldType{Name: TypeName(s)}, nil
	case TypeDecimal:
		return FieldType{}, fmt.Errorf("decimal needs its digits and decimals, as in decimal(12,2)")
	}
	m := decimalType.FindStringSubmatch(s)
	if m == nil {
		return FieldType{}, fmt.Errorf("unknown type %q%s", s, Suggest(s, TypeNames))
	}
	p, _ := strconv.Atoi(m[1])
	scale, _ := strconv.Atoi(m[2])
	if p < 1 || p > 38 || scale > p {
		return FieldType{}, fmt.Errorf("%s: digits must be 1 to 38 and decimals at most as many", s)
	}
	return FieldType{Name: TypeDecimal, Precision: p, Scale: scale}, nil
}

// PII is the class of personal data that a field holds; it decides how samples
// are masked. Empty means none.
type PII string

// The classes of personal data.
const (
	PIIID      PII = "id"
	PIIName    PII = "name"
	PIIPhone   PII = "phone"
	PIIAddress PII = "address"
	PIIBank    PII = "bank"
	PIIOther   PII = "other"
)

// DefaultPlaceholders are the texts that count as missing unless a field or its
// dataset declares others (semantics, Values).
var DefaultPlaceholders = []string{"无", "未知", "不详", "暂无", "N/A", "NULL", "null", "-", "--", "/"}

// DateSentinels are dates that stand for none: faults, unless a field declares
// them as meant.
var DateSentinels = []string{"1900-01-01", "9999-12-31"}

// Field is one declared column of a dataset.
type Field struct {
	Name           string
	Title          Text // empty: the name serves
	Type           FieldType
	Formats        []string // further date forms, in strptime notation
	Placeholders   []string // resolved: the field's, else the dataset's, else the default
	Sentinels      []string // date sentinels that are meant, such as 9999-12-31; others are faults
	Thousands      bool     // thousands separators (1,234.50) are allowed
	NormaliseWidth bool     // full-width ASCII is folded to half width before judging
	PII            PII
	Description    string
	Pos            Pos
}

// Named reports whether a received column title is this field: its name, or one
// of its titles, exactly.
func (f Field) Named(column string) bool {
	return column == f.Name || column != "" &&
		(column == f.Title.ZhHans || column == f.Title.ZhHant || column == f.Title.En)
}

// In returns the place of the first received column that is this field, by its
// name before its titles, or -1.
func (f Field) In(columns []string) int {
	if i := slices.Index(columns, f.Name); i >= 0 {
		return i
	}
	return slices.IndexFunc(columns, f.Named)
}
