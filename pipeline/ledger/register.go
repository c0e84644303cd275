package ledger

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
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
	asked, err := json.Marshal(datasets)
	if err != nil {
		return nil, err
	}
	var lines string
	err = l.read.QueryRowContext(ctx, registerQuery, string(asked), from, to).Scan(&lines)
	entries := map[string][]registerEntry{}
	for _, dataset := range datasets {
		entries[dataset] = make([]registerEntry, 0, strings.Count(lines, registerLine)/len(datasets)+1)
	}
	if err == nil {
		err = l.readRegister(lines, entries)
	}
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	out := map[string][]Registered{}
	for _, dataset := range datasets {
		out[dataset] = currentOf(entries[dataset], from, to)
	}
	return out, nil
}

// registerQuery gives all deliveries of datasets as one text, a line of
// registerFields fields each: the driver locks the database for every row and value that
// it hands out. It goes through the table in its own order, since the deliveries of a
// dataset lie far from each other, and those of a unit's datasets of one day together.
//
// No field holds a separator: notes are JSON. The newest version of a slot holds,
// whatever its day; asking for it alone would cost another search for every slot.
const registerQuery = `SELECT coalesce(group_concat(concat_ws(char(31), dataset, slot, version, CASE WHEN version > 1 THEN last_day ELSE '' END,
		slot_end, coalesce(due, ''), coalesce(arrived, ''), state, reason, row_count, sha256, path <> ''), char(30)), '')
	FROM (SELECT id FROM deliveries WHERE dataset IN (SELECT value FROM json_each(?1)) ORDER BY id) AS asked
	CROSS JOIN deliveries USING (id)
	WHERE version > 1 OR last_day >= ?2 AND (?3 = '' OR last_day <= ?3)`

const registerFields, registerSeparator, registerLine = 12, "\x1f", "\x1e"

// registerEntry is a version of a slot's delivery.
type registerEntry struct {
	Registered
	version int64
	lastDay string // "" where the query has looked at it
}

// stateOf is the name of a state, which keeps no register alive: counts by state live
// long.
func stateOf(text string) string {
	for _, state := range States() {
		if state == text {
			return state
		}
	}
	return strings.Clone(text)
}

// readRegister adds the deliveries of some lines to those of their datasets.
func (l *Ledger) readRegister(lines string, to map[string][]registerEntry) error {
	for lines != "" {
		var line string
		line, lines, _ = strings.Cut(lines, registerLine)
		dataset, rest, _ := strings.Cut(line, registerSeparator)
		x, err := l.registerEntry(rest)
		if err != nil {
			return fmt.Errorf("dataset %s: %w", dataset, err)
		}
		to[dataset] = append(to[dataset], x)
	}
	return nil
}

// currentOf are the newest versions of a dataset's slots, if they belong to some days.
func currentOf(all []registerEntry, from, to string) []Registered {
	inOrder := func(a, b registerEntry) int {
		return cmp.Or(strings.Compare(a.Slot, b.Slot), cmp.Compare(a.version, b.version))
	}
	if !slices.IsSortedFunc(all, inOrder) {
		slices.SortFunc(all, inOrder)
	}
	out := slices.Grow([]Registered(nil), len(all))
	for i, x := range all {
		if i+1 < len(all) && all[i+1].Slot == x.Slot {
			continue
		}
		if x.lastDay == "" || from <= x.lastDay && (to == "" || x.lastDay <= to) {
			out = append(out, x.Registered)
		}
	}
	return out
}

func (l *Ledger) registerEntry(line string) (x registerEntry, err error) {
	var fields [registerFields - 1]string
	for i := range len(fields) - 1 {
		var more bool
		if fields[i], line, more = strings.Cut(line, registerSeparator); !more {
			return x, fmt.Errorf("a delivery of slot %s has %d fields, not %d", fields[0], i+1, len(fields))
		}
	}
	x.Registered = Registered{Slot: fields[0], State: stateOf(fields[6]), SHA256: fields[9], Good: line == "1"}
	x.lastDay = fields[2]
	for i, to := range []*time.Time{&x.End, &x.Due, &x.Arrived} {
		if fields[3+i] == "" {
			continue
		}
		at, err := strconv.ParseInt(fields[3+i], 10, 64)
		if err != nil {
			return x, fmt.Errorf("a time of slot %s: %w", x.Slot, err)
		}
		*to = l.time(sql.NullInt64{Int64: at, Valid: true})
	}
	if x.version, err = strconv.ParseInt(fields[1], 10, 64); err != nil {
		return x, fmt.Errorf("the version of slot %s: %w", x.Slot, err)
	}
	if x.Rows, err = strconv.ParseInt(fields[8], 10, 64); err != nil {
		return x, fmt.Errorf("the rows of slot %s: %w", x.Slot, err)
	}
	if fields[7] != "" {
		err = json.Unmarshal([]byte(fields[7]), &x.Reason)
	}
	return x, err
}
