package guangzhou

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"regexp"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const byteOrderMark = "\uFEFF"

// rejectEvery is the distance between records that cannot be read.
const rejectEvery = 7

// encodeCSV writes rows under a header, with a blank line at the end, which is
// no record.
func encodeCSV(x *extract, rows []row) ([]byte, error) {
	var b bytes.Buffer
	if x.maker.bom {
		b.WriteString(byteOrderMark)
	}
	w := csv.NewWriter(&b)
	if d := x.dataset.option("delimiter"); d == "tab" {
		w.Comma = '\t'
	} else if d != "" {
		w.Comma = rune(d[0])
	}
	titles := make([]string, len(x.columns))
	for i, c := range x.columns {
		titles[i] = c.title
	}
	if err := w.Write(titles); err != nil {
		return nil, err
	}
	for i, r := range rows {
		if err := w.Write(x.cells(r)); err != nil {
			return nil, err
		}
		if i%rejectEvery == 0 && i/rejectEvery < x.rejected {
			w.Flush()
			b.Write(unreadableRecord(x, w.Comma))
		}
	}
	w.Flush()
	b.WriteString("\n")
	if x.dataset.option("encoding") == "gb18030" {
		return simplifiedchinese.GB18030.NewEncoder().Bytes(b.Bytes())
	}
	return b.Bytes(), w.Error()
}

// unreadableRecord is a line of two fields, or one with bytes of another encoding.
func unreadableRecord(x *extract, comma rune) []byte {
	if x.mishap == ragged {
		return []byte("缺列" + string(comma) + "记录\n")
	}
	fields := bytes.Repeat([]byte(string(comma)), len(x.columns)-1)
	return append([]byte{0xC4, 0xE3}, append(fields, '\n')...)
}

var jsonNumber = regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?$`)

// encodeJSONL writes one object per line: numbers as numbers where they are, and
// null for an empty value.
func encodeJSONL(x *extract) ([]byte, error) {
	var b bytes.Buffer
	for i, r := range x.rows {
		b.WriteByte('{')
		for j, value := range x.cells(r) {
			if j > 0 {
				b.WriteString(", ")
			}
			if err := writeMember(&b, x.columns[j], value); err != nil {
				return nil, err
			}
		}
		b.WriteString("}\n")
		if i%rejectEvery == 0 && i/rejectEvery < x.rejected {
			b.WriteString("{\"断行\": \n")
		}
	}
	return b.Bytes(), nil
}

func writeMember(b *bytes.Buffer, c received, value string) error {
	name, err := json.Marshal(c.title)
	if err != nil {
		return err
	}
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	switch {
	case value == "":
		text = []byte("null")
	case isNumeric(c.field) && jsonNumber.MatchString(value):
		text = []byte(value)
	}
	b.Write(name)
	b.WriteString(": ")
	b.Write(text)
	return nil
}
