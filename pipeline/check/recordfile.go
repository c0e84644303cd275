package check

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The file of a record is lines of text: its name and version, then rules, sets and
// whole as JSON, then one line per row: key, rest (16 hexadecimal digits each), set,
// row and the numbers of the rules between commas. It holds hashes of what
// identifies persons and belongs beside the upload, readable by its owner only.
const recordName, recordVersion = "cdoscore-faults", 1

type recordHead struct {
	Rules []string   `json:"rules"`
	Sets  [][]string `json:"sets"`
	Whole []string   `json:"whole"`
	Rows  int        `json:"rows"`
}

// Write writes the record as a file.
func (r *Record) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "%s %d\n", recordName, recordVersion)
	head, err := json.Marshal(recordHead{r.Rules, r.Sets, r.Whole, len(r.Rows)})
	if err != nil {
		return err
	}
	b.Write(head)
	b.WriteByte('\n')
	for _, x := range r.Rows {
		numbers := make([]string, len(x.Rules))
		for i, n := range x.Rules {
			numbers[i] = strconv.Itoa(int(n))
		}
		fmt.Fprintf(b, "%016x %016x %d %d %s\n", x.Key, x.Rest, x.Set, x.Row, strings.Join(numbers, ","))
	}
	return b.Flush()
}

// ReadRecord reads the file of a record.
func ReadRecord(from io.Reader) (*Record, error) {
	b := bufio.NewReaderSize(from, 1<<20)
	first, err := b.ReadString('\n')
	if want := fmt.Sprintf("%s %d\n", recordName, recordVersion); err != nil || first != want {
		return nil, fmt.Errorf("the record of the last check does not begin with %q: it is of another version or no record; check without it", strings.TrimSpace(want))
	}
	line, err := b.ReadBytes('\n')
	var head recordHead
	if err == nil {
		err = json.Unmarshal(line, &head)
	}
	if err != nil {
		return nil, fmt.Errorf("the record of the last check, line 2: %w", err)
	}
	r := &Record{Rules: head.Rules, Sets: head.Sets, Whole: head.Whole}
	for n := range head.Rows {
		line, err := b.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("the record of the last check ends after %d of %d rows", n, head.Rows)
		}
		row, err := readRow(strings.TrimSuffix(line, "\n"), head)
		if err != nil {
			return nil, fmt.Errorf("the record of the last check, line %d: %w", n+3, err)
		}
		r.Rows = append(r.Rows, row)
	}
	return r, nil
}

func readRow(line string, head recordHead) (RecordRow, error) {
	parts := strings.Split(line, " ")
	if len(parts) != 5 {
		return RecordRow{}, fmt.Errorf("%d parts where 5 are due", len(parts))
	}
	var x RecordRow
	var errs [4]error
	x.Key, errs[0] = strconv.ParseUint(parts[0], 16, 64)
	x.Rest, errs[1] = strconv.ParseUint(parts[1], 16, 64)
	x.Set, errs[2] = strconv.Atoi(parts[2])
	x.Row, errs[3] = strconv.ParseInt(parts[3], 10, 64)
	for _, err := range errs {
		if err != nil {
			return RecordRow{}, err
		}
	}
	for part := range strings.SplitSeq(parts[4], ",") {
		n, err := strconv.ParseInt(part, 10, 32)
		if err != nil || n < 0 || int(n) >= len(head.Rules) {
			return RecordRow{}, fmt.Errorf("%q is no rule's number", part)
		}
		x.Rules = append(x.Rules, int32(n))
	}
	if x.Set < 0 || x.Set >= len(head.Sets) {
		return RecordRow{}, fmt.Errorf("%d is no set's number", x.Set)
	}
	return x, nil
}
