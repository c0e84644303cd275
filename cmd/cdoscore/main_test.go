package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"cdoscore": main})
}

// TestScript runs the commands as a user does: what they print, and how they end.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"), RequireExplicitExec: true, RequireUniqueNames: true, UpdateScripts: *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"cdoscore-exits": exits},
	})
}

// exits runs the program, which has to end with the code that comes first:
// cdoscore-exits CODE ARGUMENT...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: cdoscore-exits CODE ARGUMENT...")
	}
	err := ts.Exec("cdoscore", args[1:]...)
	var end *exec.ExitError
	code := 0
	if errors.As(err, &end) {
		code = end.ExitCode()
	} else if err != nil {
		ts.Fatalf("cdoscore: %v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// command is one run of the program inside the test.
type command struct {
	code           int
	stdout, stderr string
}

func cdoscore(t *testing.T, args ...string) command {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := Main(context.Background(), args, &stdout, &stderr)
	return command{code, stdout.String(), stderr.String()}
}

// must runs a command that has to end with a code, and returns what it printed.
func must(t *testing.T, code int, args ...string) string {
	t.Helper()
	c := cdoscore(t, args...)
	if c.code != code {
		t.Fatalf("cdoscore %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), c.code, code, c.stdout, c.stderr)
	}
	return c.stdout
}

// printed reads the outcomes that `results` or `check` printed as JSON.
func printed(t *testing.T, stdout string) []outcome {
	t.Helper()
	var list []outcome
	if err := json.Unmarshal([]byte(stdout), &list); err != nil {
		t.Fatalf("not a JSON array of outcomes: %v\n%.500s", err, stdout)
	}
	return list
}

// files lays out a folder: contents by path.
type files map[string]string

func (f files) write(t *testing.T, dir string) {
	t.Helper()
	for name, content := range f {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
