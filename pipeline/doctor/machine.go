package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// ErrNotTold is returned by a Machine that cannot tell.
var ErrNotTold = errors.New("the machine cannot tell")

// Machine is what is asked of the machine.
type Machine interface {
	// Space is what is free for this user below a folder, in bytes and in files.
	Space(dir string) (bytes, files uint64, err error)
	// Synchronised reports whether the clock follows a time server.
	Synchronised(ctx context.Context) (bool, error)
	// ChineseFonts lists families of fonts that have Chinese characters.
	ChineseFonts(ctx context.Context) ([]string, error)
	// Zone is the machine's own.
	Zone() *time.Location
}

// System is the machine itself.
type System struct{}

// Space asks the file system.
func (System) Space(dir string) (bytes, files uint64, err error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, 0, fmt.Errorf("space of %s: %w", dir, err)
	}
	return s.Bavail * uint64(s.Bsize), s.Ffree, nil
}

// Synchronised asks systemd.
func (System) Synchronised(ctx context.Context) (bool, error) {
	out, err := answer(ctx, "timedatectl", "show", "--property=NTPSynchronized", "--value")
	if err != nil || out != "yes" && out != "no" {
		return false, ErrNotTold
	}
	return out == "yes", nil
}

// ChineseFonts asks fontconfig.
func (System) ChineseFonts(ctx context.Context) ([]string, error) {
	out, err := answer(ctx, "fc-list", ":lang=zh", "family")
	if err != nil {
		return nil, ErrNotTold
	}
	return strings.FieldsFunc(out, func(c rune) bool { return c == '\n' }), nil
}

// Zone is the process's.
func (System) Zone() *time.Location { return time.Local }

// answer is what a program prints within a few seconds.
func answer(ctx context.Context, program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	c := exec.CommandContext(ctx, program, args...)
	c.Env = append(os.Environ(), "LC_ALL=C")
	out, err := c.Output()
	return strings.TrimSpace(string(out)), err
}

// Below these a night may end for want of space.
const (
	leastBytes = 1 << 30
	tightBytes = 10 << 30
	leastFiles = 10_000
)

func (p *Patient) disk(context.Context) []Finding {
	dir := p.Workspace.VarDir()
	bytes, files, err := p.Machine.Space(dir)
	if err != nil {
		return unknown("disk", err)
	}
	free := fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
	switch {
	case bytes < leastBytes:
		return trouble("disk", Fail, "doctor.disk.full", dir, free)
	// File systems without a fixed number of files say 0.
	case files > 0 && files < leastFiles:
		return trouble("disk", Fail, "doctor.disk.files", dir, fmt.Sprint(files))
	case bytes < tightBytes:
		return trouble("disk", Warn, "doctor.disk.tight", dir, free)
	}
	return ok("disk", "doctor.disk", dir, free)
}

// when is how times are written, in the city's zone.
const when = "2006-01-02 15:04:05 -07:00"

func (p *Patient) clock(ctx context.Context) []Finding {
	newest, err := p.Ledger.Newest(ctx)
	if err != nil {
		return unknown("clock", err)
	}
	now := p.Now.In(p.Workspace.Zone).Format(when)
	if p.Now.Before(newest) {
		return trouble("clock", Fail, "doctor.clock.behind", now, newest.In(p.Workspace.Zone).Format(when))
	}
	if follows, err := p.Machine.Synchronised(ctx); err == nil && !follows {
		return trouble("clock", Warn, "doctor.clock.free", now)
	}
	return ok("clock", "doctor.clock", now)
}

// zone compares the machine's with the city's at this moment: timers and the
// machine's own logs go by the machine's.
func (p *Patient) zone(context.Context) []Finding {
	city, machine := p.Now.In(p.Workspace.Zone), p.Now.In(p.Machine.Zone())
	if city.Format("-07:00") != machine.Format("-07:00") {
		return trouble("zone", Warn, "doctor.zone.differs", p.Workspace.Zone.String(), city.Format("-07:00"), machine.Format("-07:00"))
	}
	return ok("zone", "doctor.zone", p.Workspace.Zone.String(), city.Format("-07:00"))
}

func (p *Patient) fonts(ctx context.Context) []Finding {
	families, err := p.Machine.ChineseFonts(ctx)
	switch {
	case err != nil:
		return trouble("fonts", Warn, "doctor.fonts.unknown")
	case len(families) == 0:
		return trouble("fonts", Warn, "doctor.fonts.none")
	}
	return ok("fonts", "doctor.fonts", fmt.Sprint(len(families)), families[0])
}
