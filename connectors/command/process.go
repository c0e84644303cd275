package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"syscall"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/spool"
)

// tryLater is EX_TEMPFAIL of sysexits.h.
const tryLater = 75

// process is one run of the program.
type process struct {
	source *source
	path   string
	args   []string
	dir    string
	zone   *time.Location
}

// fetch runs the program and keeps what it printed, if it ended well.
func (p *process) fetch(ctx context.Context, to *spool.Folder) error {
	return to.Add(p.path, "output", time.Time{}, func(out io.Writer) error { return p.run(ctx, out) })
}

func (p *process) run(ctx context.Context, out io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	last := &tail{}
	c := exec.CommandContext(ctx, p.path, p.args...)
	c.Dir, c.Env = p.dir, p.environment()
	c.Stdout, c.Stderr = &stopping{out, stop}, last
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return signal(c, syscall.SIGTERM) }
	c.WaitDelay = p.source.stopWait
	if err := c.Start(); err != nil {
		return connectors.NewError(connectors.Platform, p.path, err, "command.program", p.path)
	}
	err := c.Wait()
	if ctx.Err() != nil || errors.Is(err, exec.ErrWaitDelay) {
		// The leader is gone; what it started may not be.
		if killing := signal(c, syscall.SIGKILL); killing != nil && !errors.Is(killing, syscall.ESRCH) {
			err = errors.Join(err, killing)
		}
	}
	return p.verdict(ctx, err, last)
}

// verdict says what the end of the program means. The context has ended where the
// time was up, or the output too large, of which the folder knows.
func (p *process) verdict(ctx context.Context, err error, last *tail) error {
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err == nil:
		return nil
	case errors.Is(err, exec.ErrWaitDelay):
		return connectors.NewError(connectors.SourceFault, p.path, err, "command.left_behind")
	case !errors.As(err, &exit):
		return connectors.NewError(connectors.Platform, p.path, err, "command.program", p.path)
	}
	line := last.line(p.source.secrets)
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return connectors.NewError(connectors.SourceFault, p.path, nil, "command.killed", status.Signal().String(), line)
	}
	if code := exit.ExitCode(); code == p.source.absent {
		return connectors.NewError(connectors.Absent, p.path, nil, "command.absent", fmt.Sprint(code))
	}
	failure := connectors.NewError(connectors.SourceFault, p.path, nil, "command.exit", fmt.Sprint(exit.ExitCode()), line)
	failure.Transient = exit.ExitCode() == tryLater
	return failure
}

func (p *process) environment() []string {
	zone := "UTC"
	if p.zone != nil {
		zone = p.zone.String()
	}
	return append([]string{"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TZ=" + zone}, p.source.env...)
}

// signal reaches the program and everything it started in its group.
func signal(c *exec.Cmd, s syscall.Signal) error { return syscall.Kill(-c.Process.Pid, s) }

// stopping ends the program when its output can be written no further.
type stopping struct {
	to   io.Writer
	stop context.CancelFunc
}

func (s *stopping) Write(p []byte) (int, error) {
	n, err := s.to.Write(p)
	if err != nil {
		s.stop()
	}
	return n, err
}
