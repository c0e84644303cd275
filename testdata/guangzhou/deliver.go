package guangzhou

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Deliver writes, below the workspace dir, everything that came in between the
// run of the night before and this night's run; the first night also gets
// everything older. Each file has its time of arrival as its modification time.
// Nights are delivered in order.
func Deliver(dir string, night Night) error {
	all, err := datasets()
	if err != nil {
		return err
	}
	for _, d := range all {
		if err := d.deliver(dir, night); err != nil {
			return fmt.Errorf("deliver %s: %w", d.ID, err)
		}
	}
	return nil
}

func (d *dataset) deliver(dir string, night Night) error {
	plan, err := d.deliveries()
	if err != nil {
		return err
	}
	after := night.RunAt.AddDate(0, 0, -1)
	if night.Day.Equal(Nights()[0].Day) {
		after = time.Time{}
	}
	for i, v := range plan {
		if v.copied.IsZero() || !v.copied.After(after) || v.copied.After(night.RunAt) {
			continue
		}
		if err := d.drop(dir, plan[:i+1]); err != nil {
			return err
		}
	}
	if d.Arrivals == "" {
		return nil
	}
	return writeArrivals(filepath.Join(dir, d.Arrivals), plan, night.RunAt)
}

// drop writes the files of the last of the deliveries. A file that grows holds
// the earlier slots too.
func (d *dataset) drop(dir string, plan []delivery) error {
	last := plan[len(plan)-1]
	extracts := make([]*extract, 0, 1)
	for _, v := range plan {
		if grows := !d.perSlot() && d.scheduled(); !grows && v.slot.night != last.slot.night {
			continue
		}
		x, err := newExtract(d, v.slot)
		if err != nil {
			return err
		}
		extracts = append(extracts, x)
	}
	files, err := encode(extracts)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := place(filepath.Join(dir, expandSlot(f.path, last.slot)), f.data, last.copied); err != nil {
			return err
		}
	}
	return d.mark(dir, last)
}

// mark sets the completion marker of a drop folder.
func (d *dataset) mark(dir string, v delivery) error {
	marker := d.option("marker")
	if marker == "" || v.mishap == unmarked {
		return nil
	}
	return place(filepath.Join(dir, expandSlot(marker, v.slot)), nil, v.copied)
}

func place(path string, data []byte, at time.Time) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return err
	}
	return os.Chtimes(path, at, at)
}

// writeArrivals lists the slots that had arrived when the run took place.
func writeArrivals(path string, plan []delivery, runAt time.Time) error {
	var b strings.Builder
	b.WriteString("slot,time\n")
	for _, v := range plan {
		if !v.arrived.IsZero() && !v.arrived.After(runAt) {
			fmt.Fprintf(&b, "%s,%s\n", v.slot.name(), v.arrived.Format(time.RFC3339))
		}
	}
	return place(path, []byte(b.String()), runAt)
}
