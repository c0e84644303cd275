package pipeline

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"cdoscore/pipeline/snapshot"
	"cdoscore/pipeline/workspace"
)

// arrival is when a slot's extract came: the officer's confirmation, else the
// arrivals CSV's time, else the file's modification time, else the start of this
// pull.
func (r *Runner) arrival(t *task, m snapshot.Manifest, pulled time.Time) (time.Time, string, error) {
	if t.upload.ID != "" {
		return t.arrived, "officer's confirmation", nil
	}
	if t.dataset.Arrivals != "" {
		at, ok, err := readArrival(workspace.Resolve(r.Workspace.Dir, t.dataset.Arrivals), t.slot.Name(), r.Workspace.Zone)
		if err != nil {
			return time.Time{}, "", err
		}
		if ok {
			return at, "arrivals file", nil
		}
	}
	if !m.Modified.IsZero() {
		return m.Modified, "modification time", nil
	}
	return pulled, "first good pull", nil
}

// arrivalForms are how an arrivals CSV writes a time; those without a zone are
// in the city's.
var arrivalForms = []string{time.RFC3339Nano, "2006-01-02 15:04:05Z07:00", time.DateTime, "2006-01-02T15:04:05", "2006-01-02 15:04"}

// readArrival finds a slot's time in a CSV with the columns slot and time; the
// first line of a slot counts, since an arrival never changes.
func readArrival(path, slot string, zone *time.Location) (time.Time, bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("arrivals file: %w", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return time.Time{}, false, fmt.Errorf("%s: no header: the first line must name the columns slot and time", path)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	slotAt, timeAt := slices.Index(header, "slot"), slices.Index(header, "time")
	if slotAt < 0 || timeAt < 0 {
		return time.Time{}, false, fmt.Errorf("%s:1: the first line must name the columns slot and time, found %s", path, strings.Join(header, ","))
	}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return time.Time{}, false, nil
		}
		if err != nil {
			return time.Time{}, false, fmt.Errorf("arrivals file %s: %w", path, err)
		}
		if len(record) <= max(slotAt, timeAt) || strings.TrimSpace(record[slotAt]) != slot {
			continue
		}
		line, _ := r.FieldPos(timeAt)
		at, err := parseArrival(strings.TrimSpace(record[timeAt]), zone)
		if err != nil {
			return time.Time{}, false, fmt.Errorf("%s:%d: %w", path, line, err)
		}
		return at, true, nil
	}
}

func parseArrival(s string, zone *time.Location) (time.Time, error) {
	for _, form := range arrivalForms {
		if t, err := time.ParseInLocation(form, s, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time: write 2026-03-02 01:30:00 or 2026-03-02T01:30:00+08:00", s)
}
