package check_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"cdoscore/pipeline/check"
)

// compared checks a file against the record of an earlier check, by way of its file,
// and returns "fixed left new".
func compared(t *testing.T, spec, content string, earlier *check.Record) (string, *check.Record, []check.FixedFault) {
	t.Helper()
	if earlier != nil {
		var file bytes.Buffer
		if err := earlier.Write(&file); err != nil {
			t.Fatal(err)
		}
		var err error
		if earlier, err = check.ReadRecord(&file); err != nil {
			t.Fatal(err)
		}
	}
	r := judge(t, spec, content)
	c := r.Compare(earlier)
	for row, err := range r.Faults(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		c.Row(row)
	}
	fixed := c.End()
	return fmt.Sprintf("%d %d %d", c.Fixed, c.Left, c.New), c.Record(), fixed
}

const keyless = `
title: 许可
fields:
  - {name: no, required: true}
  - {name: holder, required: true}
  - {name: fee, type: integer, range: {min: 1}}
`

func TestCompareByKeyAndByContent(t *testing.T) {
	const header = "no,holder,fee\n"
	keyed := strings.Replace(keyless, "fields:", "key: [no]\nfields:", 1)
	first := header + "1,张三,5\n2,,0\n3,李四,0\n4,王五,7\n5,,9\n6,赵六,x\n"
	for _, c := range []struct{ name, second, want string }{
		{"the same again", first, "0 6 0"},
		{"one cell of two mended", header + "1,张三,5\n2,甲,0\n3,李四,0\n4,王五,7\n5,,9\n6,赵六,x\n", "1 5 0"},
		{"sorted otherwise", header + "6,赵六,x\n5,,9\n4,王五,7\n3,李四,0\n2,,0\n1,张三,5\n", "0 6 0"},
		{"a row deleted, all others moved up", header + "3,李四,0\n4,王五,7\n5,,9\n6,赵六,x\n", "2 4 0"},
		{"mended, deleted, sorted and one new", header + "6,赵六,8\n4,,7\n5,,9\n2,,0\n", "3 3 1"},
		{"all mended", header + "1,张三,5\n2,甲,1\n3,李四,1\n4,王五,7\n5,乙,9\n6,赵六,8\n", "6 0 0"},
	} {
		for kind, spec := range map[string]string{"key": keyed, "content": keyless} {
			_, record, _ := compared(t, spec, first, nil)
			got, _, fixed := compared(t, spec, c.second, record)
			if got != c.want {
				t.Errorf("%s, by %s: fixed, left, new are %s, want %s; fixed %v", c.name, kind, got, c.want, fixed)
			}
		}
	}
}

func TestCompareWholeFile(t *testing.T) {
	_, record, _ := compared(t, keyless, "no,holder\n1,甲\n", nil)
	got, _, fixed := compared(t, keyless, "no,holder,fee\n1,甲,2\n", record)
	if got != "1 0 0" || fixed[0] != (check.FixedFault{Rule: "schema"}) {
		t.Errorf("%s %v", got, fixed)
	}
}

func TestRecordOfAnotherVersion(t *testing.T) {
	for _, text := range []string{"", "cdoscore-faults 2\n", "cdoscore-faults 1\n{\"rows\":1}\n", "cdoscore-faults 1\n{\"rows\":1,\"sets\":[[]],\"rules\":[\"a\"]}\n0 0 0 1 1\n"} {
		if _, err := check.ReadRecord(strings.NewReader(text)); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}
