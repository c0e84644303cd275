package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestSystemdExamples: what the examples call is there with these flags, and systemd
// takes them.
func TestSystemdExamples(t *testing.T) {
	units, err := fs.Glob(starter, "starter/systemd/*.*")
	if err != nil || len(units) != 5 {
		t.Fatalf("%v, %v", units, err)
	}
	dir := t.TempDir()
	var copies, called []string
	for _, name := range units {
		data, err := fs.ReadFile(starter, name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if command, is := strings.CutPrefix(line, "ExecStart="); is && strings.Contains(command, "bin/cdoscore ") {
				called = append(called, checkCall(t, name, command))
			}
		}
		// systemd wants programs and accounts that are there.
		text := strings.NewReplacer("/usr/local/bin/cdoscore", "/bin/true", "User=cdoscore", "User=root").Replace(string(data))
		copied := filepath.Join(dir, path.Base(name))
		copies = append(copies, copied)
		if err := os.WriteFile(copied, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(called)
	if want := []string{"backup", "night", "serve"}; !slices.Equal(called, want) {
		t.Errorf("the examples call %v, want %v", called, want)
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("skipped in part: there is no systemd-analyze here to take the examples")
	}
	if out, err := exec.Command(analyze, append([]string{"verify"}, copies...)...).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
}

// checkCall returns the name of the called command, whose flags must be known.
func checkCall(t *testing.T, unit, line string) string {
	t.Helper()
	_, call, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(line), "'"), "bin/cdoscore ")
	call = strings.ReplaceAll(call, "$$(date +%%F)", "2026-03-02")
	command, rest, err := newRoot().Find(strings.Fields(call))
	if err == nil {
		err = command.ParseFlags(rest)
	}
	if err == nil {
		err = command.ValidateArgs(command.Flags().Args())
	}
	if err != nil {
		t.Errorf("%s: %s: %v", unit, call, err)
	}
	return command.Name()
}
