package submission

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"

	"cdoscore/rules"
)

// Process is the Worker that runs each check as a process of its own: without the
// environment's secrets, in the upload's folder, in a process group that is killed
// as a whole when the time is up. The process limits its own memory (Confine), and
// ends when this one does, since its standard input then closes.
type Process struct {
	// Command is the program and its arguments; it reads one Job from standard input
	// and writes one Report to standard output.
	Command []string
	// Environment is given to it beside what Check sets; nothing is inherited.
	Environment []string
}

// The exit code by which a check says that it ran out of memory.
const ExitTooCostly = 7

const (
	maxReport = 32 << 20 // of a Report's JSON
	maxSaid   = 16 << 10 // of what the process says on standard error
)

// Check runs one check. A process that was ended by a limit is a result; one that
// fails otherwise is an error.
func (p Process) Check(ctx context.Context, job Job) (Report, error) {
	input, err := json.Marshal(job)
	if err != nil {
		return Report{}, err
	}
	c := exec.Command(p.Command[0], p.Command[1:]...)
	c.Dir = job.Folder
	c.Env = append([]string{fmt.Sprintf("GOMEMLIMIT=%d", job.Limits.goMemory()), "TMPDIR=" + job.Folder, "HOME=" + job.Folder, "LANG=C.UTF-8"}, p.Environment...)
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	report, said := &bounded{most: maxReport}, &bounded{most: maxSaid}
	c.Stdout, c.Stderr = report, said
	hold, err := c.StdinPipe()
	if err != nil {
		return Report{}, err
	}
	if err := c.Start(); err != nil {
		return Report{}, fmt.Errorf("start the process of a check: %w", err)
	}
	ended := make(chan error, 1)
	go func() {
		_, writing := hold.Write(append(input, '\n')) // stays open while the check is at work
		err := c.Wait()
		if err == nil && !errors.Is(writing, syscall.EPIPE) { // what it says without its job is no report
			err = writing
		}
		ended <- err
	}()
	select {
	case err = <-ended:
	case <-ctx.Done():
		kill := syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
		<-ended
		return Report{}, errors.Join(ctx.Err(), kill)
	}
	return outcome(err, report, said)
}

// outcome reads what a process that has ended left.
func outcome(err error, report, said *bounded) (Report, error) {
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && tooCostly(exit, said.kept.String()):
		return Report{Refused: &rules.Note{Key: "submission.too_costly"}}, nil
	case err != nil:
		return Report{}, fmt.Errorf("the process of a check: %w: %s", err, lastLine(said.kept.String()))
	case report.over:
		return Report{}, fmt.Errorf("the report of a check has more than %d bytes", maxReport)
	}
	var out Report
	if err := json.Unmarshal(report.kept.Bytes(), &out); err != nil {
		return Report{}, fmt.Errorf("the report of a check: %w", err)
	}
	return out, nil
}

// tooCostly tells a process that a limit ended: the check said so, the kernel killed
// it for memory or time, or the runtime could get no memory.
func tooCostly(exit *exec.ExitError, said string) bool {
	if exit.ExitCode() == ExitTooCostly {
		return true
	}
	status, ok := exit.Sys().(syscall.WaitStatus)
	if ok && status.Signaled() {
		switch status.Signal() {
		case syscall.SIGKILL, syscall.SIGXCPU, syscall.SIGXFSZ, syscall.SIGABRT, syscall.SIGSEGV, syscall.SIGBUS:
			return true
		}
	}
	return OutOfMemory(said)
}

// OutOfMemory reports whether a text is a complaint about memory of the runtime, of
// the C library or of the engine.
func OutOfMemory(text string) bool {
	for _, complaint := range []string{"out of memory", "cannot allocate memory", "Out of Memory", "bad_alloc", "failed to allocate", "could not allocate", "mmap errno 12", "pthread_create failed"} {
		if strings.Contains(text, complaint) {
			return true
		}
	}
	return false
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// bounded keeps the first bytes of what is written. The buffer is no part of its
// methods: it would read everything by itself.
type bounded struct {
	kept bytes.Buffer
	most int
	over bool
}

func (b *bounded) Write(p []byte) (int, error) {
	room := b.most - b.kept.Len()
	b.over = b.over || len(p) > room
	b.kept.Write(p[:min(len(p), room)])
	return len(p), nil
}

// goMemory is the part of a check's memory that its Go code should stay within; the
// rest is the engine's and that of what grows in leaps.
func (l Limits) goMemory() int64 { return l.Memory / 2 }

// EngineMemory is the part of a check's memory that its engine may take.
func (l Limits) EngineMemory() string { return fmt.Sprintf("%dMB", max(l.Memory/4>>20, 64)) }

// Await reads a job from r, and then ends the process by end as soon as r closes:
// whoever asked for the check is gone.
func Await(r io.Reader, end func()) (Job, error) {
	var job Job
	d := json.NewDecoder(r)
	if err := d.Decode(&job); err != nil {
		return job, fmt.Errorf("job on standard input: %w", err)
	}
	go func() {
		io.Copy(io.Discard, r)
		end()
	}()
	return job, nil
}

// Confine limits what this process may take, before it looks into an upload: its
// memory, its time on the processor, the size of the files that it writes; and it
// gives way to everything else.
func (l Limits) Confine() error {
	seconds := uint64(l.Time.Seconds()) + 1
	for _, x := range []struct {
		resource int
		most     uint64
	}{
		// Private memory that can be written to: address space, which the Go runtime
		// and the engine reserve in plenty, costs nothing.
		{syscall.RLIMIT_DATA, uint64(l.Memory)},
		{syscall.RLIMIT_CPU, 2 * seconds},
		{syscall.RLIMIT_FSIZE, uint64(max(2*l.Unzipped, 1<<30))},
		{syscall.RLIMIT_CORE, 0},
	} {
		var now syscall.Rlimit
		if err := syscall.Getrlimit(x.resource, &now); err != nil {
			return fmt.Errorf("limit of the process: %w", err)
		}
		now.Cur = min(x.most, now.Max)
		now.Max = now.Cur
		if err := syscall.Setrlimit(x.resource, &now); err != nil {
			return fmt.Errorf("limit of the process: %w", err)
		}
	}
	if err := syscall.Setpriority(syscall.PRIO_PROCESS, 0, 10); err != nil {
		return fmt.Errorf("priority of the process: %w", err)
	}
	return nil
}

var _ Worker = Process{}
