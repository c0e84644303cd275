package score_test

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// row is one line of a table of README.md: its cells by the first word of their
// column's heading ("Judged 评估占比" is Judged), and the table's name.
type row struct {
	table string
	cells map[string]string
}

func (r row) String() string { return fmt.Sprintf("table %s, %v", r.table, r.cells) }

// word is the first word of a cell: an id with its Chinese name beside.
func (r row) word(column string) string {
	first, _, _ := strings.Cut(r.text(column), " ")
	return first
}

func (r row) text(column string) string {
	cell, ok := r.cells[column]
	if !ok {
		panic(fmt.Sprintf("table %s has no column %s", r.table, column))
	}
	return strings.Trim(cell, "`")
}

func (r row) int(t *testing.T, column string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(r.text(column), 10, 64)
	if err != nil {
		t.Fatalf("%s: column %s: %v", r, column, err)
	}
	return n
}

// states fails where a cell is not the figure, rounded to the cell's decimals.
func (r row) states(t *testing.T, column string, figure float64) {
	t.Helper()
	_, decimals, _ := strings.Cut(r.text(column), ".")
	if want := strconv.FormatFloat(figure, 'f', len(decimals), 64); r.text(column) != want {
		t.Errorf("%s: column %s has %s, the software %s", r, column, r.text(column), want)
	}
}

// readme returns the rows of each table that follows a <!-- table: name -->.
func readme(t *testing.T) (string, map[string][]row) {
	t.Helper()
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string][]row{}
	var name string
	var head []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if marker, ok := strings.CutPrefix(line, "<!-- table: "); ok {
			name, head = strings.TrimSuffix(marker, " -->"), nil
			continue
		}
		if !strings.HasPrefix(line, "|") {
			name = ""
		}
		if name == "" || strings.HasPrefix(line, "|---") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if head == nil {
			head = headings(cells)
			continue
		}
		tables[name] = append(tables[name], newRow(t, name, head, cells))
	}
	return string(data), tables
}

// headings keeps a heading's English part, the words before the first Chinese one.
func headings(cells []string) []string {
	var out []string
	for _, c := range cells {
		out = append(out, strings.TrimSpace(regexp.MustCompile(`[^ -~].*`).ReplaceAllString(c, "")))
	}
	return out
}

func newRow(t *testing.T, name string, head, cells []string) row {
	t.Helper()
	if len(cells) != len(head) {
		t.Fatalf("table %s: %d cells under %d headings: %v", name, len(cells), len(head), cells)
	}
	r := row{name, map[string]string{}}
	for i, c := range cells {
		r.cells[head[i]] = strings.TrimSpace(c)
	}
	return r
}

var number = regexp.MustCompile(`\d+(\.\d+)?`)

// calculate works out a cell's arithmetic, exactly.
func calculate(t *testing.T, text string) float64 {
	t.Helper()
	expr := strings.NewReplacer("×", "*", "−", "-").Replace(text)
	expr = number.ReplaceAllStringFunc(expr, func(n string) string {
		if strings.Contains(n, ".") {
			return n
		}
		return n + ".0" // whole numbers would divide to whole numbers
	})
	v, err := types.Eval(token.NewFileSet(), nil, token.NoPos, expr)
	if err != nil {
		t.Fatalf("arithmetic %q: %v", text, err)
	}
	x, _ := constant.Float64Val(constant.ToFloat(v.Value))
	return x
}

// comesTo fails where an arithmetic does not come to a stated figure. From figures
// of four decimals it may differ by one in the last.
func (r row) comesTo(t *testing.T, arithmetic, column string) {
	t.Helper()
	stated, err := strconv.ParseFloat(r.text(column), 64)
	if err != nil {
		t.Fatalf("%s: column %s: %v", r, column, err)
	}
	tolerance := 0.00011
	if _, decimals, _ := strings.Cut(r.text(column), "."); len(decimals) == 2 {
		tolerance = 0.005
	}
	if x := calculate(t, arithmetic); math.Abs(x-stated) > tolerance {
		t.Errorf("%s: %s comes to %v, %s says %v", r, arithmetic, x, column, stated)
	}
}
