package plan

import (
	"testing"

	"cdoscore/rules"
)

func TestCompareNumberBringsLiteralsToTheFieldsScale(t *testing.T) {
	integer := rules.FieldType{Name: rules.TypeInteger}
	cents := rules.FieldType{Name: rules.TypeDecimal, Precision: 4, Scale: 2}
	tests := []struct {
		name       string
		fieldType  rules.FieldType
		op, number string
		want       string
	}{
		{"as it stands", integer, "<=", "+7", "y0 <= CAST('7' AS HUGEINT)"},
		{"below a fraction", integer, "<", "2.5", "y0 <= CAST('2' AS HUGEINT)"},
		{"not below a negative fraction", integer, ">=", "-2.5", "y0 > CAST('-3' AS HUGEINT)"},
		{"equal to a fraction", integer, "=", "2.5", "false"},
		{"not equal to a fraction", integer, "!=", "2.5", "y0 IS NOT NULL"},
		{"a fraction that is whole", integer, "=", "2.00", "y0 = CAST('2' AS HUGEINT)"},
		{"greatest integer", integer, "<=", "170141183460469231731687303715884105727", "y0 <= CAST('170141183460469231731687303715884105727' AS HUGEINT)"},
		{"beyond the greatest integer", integer, "<", "170141183460469231731687303715884105728", "y0 IS NOT NULL"},
		{"never beyond it", integer, ">", "170141183460469231731687303715884105728", "false"},
		{"two decimals", cents, ">", "-0.05", "y0 > CAST('-0.05' AS DECIMAL(4,2))"},
		{"three decimals", cents, ">=", "0.005", "y0 > CAST('0.00' AS DECIMAL(4,2))"},
		{"beyond the digits", cents, "<=", "100", "y0 IS NOT NULL"},
		{"below the digits", cents, "<", "-100", "false"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScan(Input{Fields: []rules.Field{{Name: "x", Type: tt.fieldType}}})
			if got := s.CompareNumber("x", tt.op, tt.number); got != tt.want {
				t.Errorf("%s %s is %q, want %q", tt.op, tt.number, got, tt.want)
			}
		})
	}
}

func TestGroupIDsAreDistinct(t *testing.T) {
	seen := map[string][]string{}
	for _, fields := range [][]string{{"a", "b"}, {"a+b"}, {"a+", "b"}, {"a", "+b"}, {`a\`, "b"}, {`a\+b`}, {"a"}, nil} {
		id := groupID("0301", fields)
		if other, twice := seen[id]; twice {
			t.Errorf("fields %q and %q share the id %q", fields, other, id)
		}
		seen[id] = fields
	}
}
