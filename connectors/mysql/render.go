package mysql

import (
	"bytes"
	"database/sql"
	"fmt"
	"time"

	"cdoscore/connectors/database"
)

// renders chooses how a column's values read. Times come as text: a TIMESTAMP, the
// server's only moment, in the session's zone.
func renders(session, city *time.Location) func(*sql.ColumnType) database.Render {
	return func(t *sql.ColumnType) database.Render {
		switch t.DatabaseTypeName() {
		case "TIMESTAMP":
			return moment(session, city)
		case "DATETIME", "TIME":
			return unpadded
		case "YEAR":
			return year
		case "BIT":
			return bits
		case "BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB", "GEOMETRY", "VECTOR":
			return database.Bytes
		}
		return database.Plain
	}
}

// moment renders a TIMESTAMP in the city's zone with its offset; the zero one, no
// moment, as it stands.
func moment(session, city *time.Location) database.Render {
	return func(to []byte, value any) ([]byte, error) {
		text, ok := value.([]byte)
		if !ok {
			return database.Plain(to, value)
		}
		at, err := time.ParseInLocation("2006-01-02 15:04:05.999999", string(text), session)
		if err != nil {
			return unpadded(to, value)
		}
		return at.In(city).AppendFormat(to, time.RFC3339Nano), nil
	}
}

// unpadded ends a fraction of a second at its last digit.
func unpadded(to []byte, value any) ([]byte, error) {
	text, ok := value.([]byte)
	if !ok {
		return database.Plain(to, value)
	}
	if bytes.IndexByte(text, '.') >= 0 {
		text = bytes.TrimRight(bytes.TrimRight(text, "0"), ".")
	}
	return append(to, text...), nil
}

func year(to []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case int64:
		return fmt.Appendf(to, "%04d", v), nil
	case uint64:
		return fmt.Appendf(to, "%04d", v), nil
	}
	return database.Plain(to, value)
}

// bits renders a BIT field, of up to 64, as its number.
func bits(to []byte, value any) ([]byte, error) {
	v, ok := value.([]byte)
	if !ok || len(v) > 8 {
		return database.Plain(to, value)
	}
	n := uint64(0)
	for _, b := range v {
		n = n<<8 | uint64(b)
	}
	return database.Plain(to, n)
}
