package guangzhou

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strconv"
	"strings"
)

// file is one file of a delivery; its path still has slot dates.
type file struct {
	path string
	data []byte
}

// encode writes extracts in the format of their dataset's source. Only a file
// that grows takes more than one.
func encode(extracts []*extract) ([]file, error) {
	x := extracts[len(extracts)-1]
	connector, _ := x.dataset.source()
	path := x.dataset.option("path")
	if connector == "csv" && x.maker.parts > 0 {
		return csvParts(x, path)
	}
	data, err := encodeOne(connector, extracts)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", connector, err)
	}
	if strings.HasSuffix(path, ".gz") {
		if data, err = gzipped(data); err != nil {
			return nil, err
		}
	}
	switch x.mishap {
	case truncated:
		data = data[:len(data)*2/3]
	case notWorkbook:
		data = []byte("<html><body>登录已超时，请重新登录</body></html>\n")
	}
	return []file{{path, data}}, nil
}

func encodeOne(connector string, extracts []*extract) ([]byte, error) {
	x := extracts[len(extracts)-1]
	switch connector {
	case "csv":
		return encodeCSV(x, x.rows)
	case "jsonl":
		return encodeJSONL(x)
	case "excel":
		return encodeExcel(x)
	case "parquet":
		return encodeParquet(x)
	case "sqlite":
		return encodeSQLite(extracts)
	}
	return nil, fmt.Errorf("no format of this name")
}

// csvParts splits an extract over the files that a glob finds.
func csvParts(x *extract, pattern string) ([]file, error) {
	var out []file
	n := x.maker.parts
	for i := range n {
		data, err := encodeCSV(x, x.rows[len(x.rows)*i/n:len(x.rows)*(i+1)/n])
		if err != nil {
			return nil, err
		}
		out = append(out, file{strings.Replace(pattern, "*", strconv.Itoa(i+1), 1), data})
	}
	return out, nil
}

func gzipped(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
