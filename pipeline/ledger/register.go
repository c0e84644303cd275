package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"cdoscore/rules"
)

// Registered is what a register of deliveries says of a slot: the current delivery's
// (see Delivery), without what only a pull needs.
type Registered struct {
	Slot              string
	End, Due, Arrived time.Time
	State             string
	Reason            rules.Note
	Rows              int64
	SHA256            string
	Good              bool // it has a snapshot
}

// Register returns the slots of each of some datasets whose last covered day is from
// one day to another, YYYY-MM-DD, in ascending order. An empty day is open.
func (l *Ledger) Register(ctx context.Context, datasets []string, from, to string) (map[string][]Registered, error) {
	statement, err := l.read.PrepareContext(ctx, registerQuery)
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	defer statement.Close()
	out := map[string][]Registered{}
	for _, dataset := range datasets {
		var lines string
		err := statement.QueryRowContext(ctx, dataset, from, to).Scan(&lines)
		if err == nil {
			out[dataset], err = l.readRegister(lines, from, to)
		}
		if err != nil {
			return nil, fmt.Errorf("read the register of %s: %w", dataset, err)
		}
	}
	return out, nil
}

// registerQuery gives all deliveries of a dataset as one text, a line of registerFields
// fields each: the driver locks the database for every row and value that it hands out.
// No field holds a separator: notes are JSON. Versions ascend, so that the last of a slot
// holds, whatever its day; asking for the newest alone would cost another search for
// every slot.
const registerQuery = `SELECT coalesce(group_concat(concat_ws(char(31), slot, CASE WHEN version > 1 THEN last_day ELSE '' END,
		slot_end, coalesce(due, ''), coalesce(arrived, ''), state, reason, row_count, sha256, path <> ''), char(30) ORDER BY slot, version), '')
	FROM deliveries WHERE dataset = ?1 AND (version > 1 OR last_day >= ?2 AND (?3 = '' OR last_day <= ?3))`

const registerFields, registerSeparator, registerLine = 10, "\x1f", "\x1e"

func (l *Ledger) readRegister(lines, from, to string) ([]Registered, error) {
	var out []Registered
	for lines != "" {
		var line string
		line, lines, _ = strings.Cut(lines, registerLine)
		x, lastDay, err := l.registered(line)
		if err != nil {
			return nil, err
		}
		if n := len(out); n > 0 && out[n-1].Slot == x.Slot {
			out = out[:n-1]
		}
		if lastDay == "" || from <= lastDay && (to == "" || lastDay <= to) {
			out = append(out, x)
		}
	}
	return out, nil
}

// registered reads a line; the last day is "" where the query has looked at it.
func (l *Ledger) registered(line string) (x Registered, lastDay string, err error) {
	var fields [registerFields]string
	for i := range registerFields - 1 {
		var more bool
		if fields[i], line, more = strings.Cut(line, registerSeparator); !more {
			return x, "", fmt.Errorf("a delivery of slot %s has %d fields, not %d", fields[0], i+1, registerFields)
		}
	}
	x = Registered{Slot: fields[0], State: fields[5], SHA256: fields[8], Good: line == "1"}
	for i, to := range []*time.Time{&x.End, &x.Due, &x.Arrived} {
		if fields[2+i] == "" {
			continue
		}
		at, err := strconv.ParseInt(fields[2+i], 10, 64)
		if err != nil {
			return x, "", fmt.Errorf("a time of slot %s: %w", x.Slot, err)
		}
		*to = l.time(sql.NullInt64{Int64: at, Valid: true})
	}
	if x.Rows, err = strconv.ParseInt(fields[7], 10, 64); err != nil {
		return x, "", fmt.Errorf("the rows of slot %s: %w", x.Slot, err)
	}
	if fields[6] != "" {
		err = json.Unmarshal([]byte(fields[6]), &x.Reason)
	}
	return x, fields[1], err
}
