package submission_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"cdoscore/pipeline/submission"
)

// run lets a shell be the check.
func run(t *testing.T, ctx context.Context, script string) (submission.Report, string, error) {
	t.Helper()
	folder := t.TempDir()
	r, err := submission.Process{Command: []string{"/bin/sh", "-c", script}}.Check(ctx, submission.Job{Upload: "u", Folder: folder, Filename: "名册.xlsx", Limits: submission.Limits{Memory: 1 << 30}})
	return r, folder, err
}

func TestACheckIsGivenItsJobAndNothingElse(t *testing.T) {
	t.Setenv("CITY_SECRET", "hunter2")
	r, folder, err := run(t, context.Background(), `read job; printf '%s' "$job" > job; pwd > where; env > env; echo '{"result":{"rows":7}}'`)
	if err != nil || r.Result.Rows != 7 {
		t.Fatalf("%+v, %v", r, err)
	}
	file := func(name string) string { return string(must(os.ReadFile(filepath.Join(folder, name)))) }
	if !strings.Contains(file("job"), `"filename":"名册.xlsx"`) {
		t.Errorf("job %s", file("job"))
	}
	if real := must(filepath.EvalSymlinks(folder)); strings.TrimSpace(file("where")) != real {
		t.Errorf("it works in %s", file("where"))
	}
	if env := file("env"); strings.Contains(env, "CITY_SECRET") || strings.Contains(env, "hunter2") || !strings.Contains(env, "GOMEMLIMIT=") {
		t.Errorf("environment %s", env)
	}
}

// TestATimeOutEndsTheWholeGroup lets the check start another process, and waits for
// neither.
func TestATimeOutEndsTheWholeGroup(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, folder, err := run(t, ctx, `sleep 600 & echo $! > child; wait`)
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 30*time.Second {
		t.Fatalf("%v after %v", err, time.Since(began))
	}
	child := must(strconv.Atoi(strings.TrimSpace(string(must(os.ReadFile(filepath.Join(folder, "child")))))))
	for range 200 { // its parent is gone: whoever takes over reaps it
		if err := syscall.Kill(child, 0); errors.Is(err, syscall.ESRCH) || dead(child) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("process %d, which the check started, is still there", child)
}

// dead reports whether a process is one that nobody has reaped.
func dead(pid int) bool {
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	return err != nil || strings.Contains(string(stat), ") Z ")
}

func TestHowACheckMayEnd(t *testing.T) {
	for name, x := range map[string]struct {
		script string
		key    string // of the refusal
		fails  string // part of the error
	}{
		"says that memory ran out":    {"exit 7", "submission.too_costly", ""},
		"the runtime gets no memory":  {"echo 'fatal error: runtime: cannot allocate memory' >&2; exit 2", "submission.too_costly", ""},
		"killed":                      {"kill -KILL $$", "submission.too_costly", ""},
		"too long on the processor":   {"kill -XCPU $$", "submission.too_costly", ""},
		"a fault of ours":             {"echo first >&2; echo the dataset is gone >&2; exit 2", "", "the dataset is gone"},
		"no report":                   {"exit 0", "", "of a check"},
		"a report that is none":       {"echo hello", "", "report of a check"},
		"a report without end":        {"yes | head -c 40000000", "", "more than"},
		"a program that is not there": {"exec /no/such/program", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
			defer cancel()
			r, _, err := run(t, ctx, x.script)
			switch {
			case x.key != "":
				if err != nil || r.Refused == nil || r.Refused.Key != x.key {
					t.Errorf("%+v, %v", r, err)
				}
			case err == nil || !strings.Contains(err.Error(), x.fails):
				t.Errorf("%+v, %v; want an error with %q", r, err, x.fails)
			}
		})
	}
}

// TestACheckEndsWithWhoAskedForIt closes standard input, as the end of the desk's
// process does.
func TestACheckEndsWithWhoAskedForIt(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go w.WriteString(`{"upload":"u","dataset":"a/b"}` + "\n")
	job, err := submission.Await(r, func() { close(ended) })
	if err != nil || job.Dataset != "a/b" {
		t.Fatalf("%+v, %v", job, err)
	}
	select {
	case <-ended:
		t.Fatal("it ended while it was asked for")
	case <-time.After(20 * time.Millisecond):
	}
	w.Close()
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Error("it goes on alone")
	}
}
