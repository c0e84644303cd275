package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
	"cdoscore/connectors/csv"
	"cdoscore/connectors/jsonl"
)

func formats() []connectors.Type {
	return []connectors.Type{csv.Type(), jsonl.Type(), jsonl.DocumentType()}
}

// script writes a program and returns its options.
func script(t testing.TB, dir, name, body string, more connectors.Values) connectors.Values {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+body), 0o700); err != nil {
		t.Fatal(err)
	}
	v := connectors.Values{"program": {"./" + name}, "format": {"csv"}}
	for option, texts := range more {
		v[option] = texts
	}
	return v
}

const secret = "Tr0ub4dor&3"

func request(dir string) connectors.Request {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	return connectors.Request{Dir: dir, Slot: connectors.Slot{Start: day, End: day.AddDate(0, 0, 1)}, Zone: time.UTC}
}

func TestConformance(t *testing.T) {
	dir := t.TempDir()
	connectortest.Run(t, connectortest.Harness{
		Type:    Type(formats()),
		Request: request(dir),
		Good: script(t, dir, "good", `printf 'day;who\n%s;%s\nx\n' "$1" "$WHO"`,
			connectors.Values{"args": {"{slot:2006-01-02}"}, "env": {"WHO=张三", "PASSWORD=" + secret}, "delimiter": {";"}}),
		Columns:    []string{"day", "who"},
		Rows:       []connectortest.Row{{Number: 1, Cells: []string{"2026-03-01", "张三"}}},
		Physical:   2,
		Large:      script(t, dir, "large", `echo a; yes x | head -n 20000`, nil),
		Absent:     script(t, dir, "absent", `echo a; echo "no $PASSWORD yet" >&2; exit 3`, connectors.Values{"absent_status": {"3"}, "env": {"PASSWORD=" + secret}}),
		Unreadable: []connectors.Values{script(t, dir, "empty", ``, nil), script(t, dir, "binary", `printf 'PK\003\004'`, nil), script(t, dir, "much", `yes`, connectors.Values{"max_bytes": {"100000"}})},
		Secret:     secret,
	})
	leftovers(t)
}

// leftovers fails where a spooled folder was not removed.
func leftovers(t *testing.T) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "cdoscore-spool-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "command-test-")
	if err != nil {
		panic(err)
	}
	os.Setenv("TMPDIR", dir) // a folder of our own, to see what is left in it
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

func TestFailures(t *testing.T) {
	dir := t.TempDir()
	fast := func(v connectors.Values) connectors.Values { v["retry_wait"] = []string{"1ms"}; return v }
	cases := []struct {
		name, body string
		options    connectors.Values
		class      connectors.Class
		key, says  string
	}{
		{"status and last line", "echo a; echo 1; echo first >&2; echo \"sign-in as $P refused\" >&2; echo >&2; exit 4", connectors.Values{"env": {"P=" + secret}},
			connectors.SourceFault, "command.exit", "status 4 and its output is thrown away; the last it said: sign-in as *** refused"},
		{"silent", "exit 1", nil, connectors.SourceFault, "command.exit", "the last it said: -"},
		{"killed", "kill -9 $$", nil, connectors.SourceFault, "command.killed", "(killed)"},
		{"time is up", "echo a; echo 1; sleep 30", connectors.Values{"timeout": {"200ms"}, "stop_wait": {"100ms"}}, connectors.SourceFault, "remote.timeout", "within 200ms"},
		{"a child holds the output", "echo a; sleep 30 & exit 0", connectors.Values{"stop_wait": {"100ms"}}, connectors.SourceFault, "command.left_behind", "left a process behind"},
		{"control characters", `printf '\033[31mred\007\n' >&2; exit 1`, nil, connectors.SourceFault, "command.exit", "said: [31mred"},
		{"a long line", `P=0123456789; head -c 9000 /dev/zero | tr '\0' x >&2; exit 1`, nil, connectors.SourceFault, "command.exit", strings.Repeat("x", 300) + "…"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e, err := connectortest.TryOpen(Type(formats()), fast(script(t, dir, "run", c.body, c.options)), request(dir))
			if err == nil {
				_, _, err = connectortest.ReadAll(e)
			}
			failure := connectortest.AsError(t, err)
			if failure.Class != c.class || failure.Reason.Key != c.key || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), secret) {
				t.Errorf("class %d, %v", failure.Class, err)
			}
		})
	}
	leftovers(t)
}

// TestSecretInALineCutAtItsBeginning: what is left of a secret there must not show.
func TestSecretInALineCutAtItsBeginning(t *testing.T) {
	dir := t.TempDir()
	for shift := range len(secret) {
		v := script(t, dir, "run", fmt.Sprintf(`printf '%%s' "$P" >&2; head -c %d /dev/zero | tr '\0' x >&2; exit 1`, tailBytes-shift), connectors.Values{"env": {"P=" + secret}})
		_, err := connectortest.TryOpen(Type(formats()), v, request(dir))
		if tail := secret[len(secret)-3:]; err == nil || strings.Contains(err.Error(), tail) {
			t.Fatalf("shift %d: %v", shift, err)
		}
	}
}

func TestRetries(t *testing.T) {
	dir := t.TempDir()
	again := `echo run >> runs; test $(wc -l < runs) -ge 3 && { echo a; echo 1; exit 0; }; echo a; exit 75`
	e := connectortest.Open(t, Type(formats()), script(t, dir, "run", again, connectors.Values{"retry_wait": {"1ms"}}), request(dir))
	if rows, _, err := connectortest.ReadAll(e); err != nil || len(rows) != 1 {
		t.Errorf("%v, %v", rows, err)
	}
	lasting := script(t, dir, "run", `echo run >> lasting; exit 1`, connectors.Values{"retry_wait": {"1ms"}})
	if _, err := connectortest.TryOpen(Type(formats()), lasting, request(dir)); err == nil {
		t.Error("a lasting failure became an extract")
	}
	if runs, err := os.ReadFile(filepath.Join(dir, "lasting")); err != nil || string(runs) != "run\n" {
		t.Errorf("a lasting failure was tried again: %q, %v", runs, err)
	}
}

// TestCancelKillsTheGroup: the program and what it started end, though they do not
// heed SIGTERM.
func TestCancelKillsTheGroup(t *testing.T) {
	dir := t.TempDir()
	v := script(t, dir, "run", `trap '' TERM; (trap '' TERM; sleep 60) & echo $! > child; echo $$ > parent; wait; sleep 60`, connectors.Values{"stop_wait": {"100ms"}})
	source, err := Type(formats()).New(v)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		for range 500 {
			if text, err := os.ReadFile(filepath.Join(dir, "parent")); err == nil && len(text) > 0 {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		cancel()
	}()
	if _, err := source.Open(ctx, request(dir)); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	for _, name := range []string{"parent", "child"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		var pid int
		if _, err := fmt.Sscan(string(text), &pid); err != nil {
			t.Fatal(err)
		}
		if !gone(pid) {
			t.Errorf("the %s, process %d, is still there", name, pid)
		}
	}
}

// gone waits a little for a process to end; a zombie, which only its new parent can
// clear away, has ended.
func gone(pid int) bool {
	for range 100 {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if syscall.Kill(pid, 0) != nil || err == nil && strings.Contains(string(stat), ") Z ") {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

func TestEnvironmentIsMinimal(t *testing.T) {
	t.Setenv("CDOSCORE_TEST_LEAK", "x")
	dir := t.TempDir()
	e := connectortest.Open(t, Type(formats()), script(t, dir, "run", `echo name; env | cut -d= -f1 | grep -vE '^(PWD|OLDPWD|SHLVL|_)$' | sort`, connectors.Values{"env": {"MINE=1"}}), request(dir))
	rows, _, err := connectortest.ReadAll(e)
	if got := fmt.Sprint(rows); err != nil || got != "[{1 [LANG]} {2 [MINE]} {3 [PATH]} {4 [TZ]}]" {
		t.Errorf("%s, %v", got, err)
	}
}

// TestNoShell: arguments arrive as they are declared.
func TestNoShell(t *testing.T) {
	dir := t.TempDir()
	args := []string{"$(touch hit)", "a b", ";touch hit", "*", `{{"k":1}`}
	e := connectortest.Open(t, Type(formats()), script(t, dir, "run", `echo arg; for a in "$@"; do echo "|$a"; done`, connectors.Values{"args": args, "delimiter": {"tab"}, "quote": {"none"}}), request(dir))
	rows, _, err := connectortest.ReadAll(e)
	if got, want := fmt.Sprint(rows), `[{1 [|$(touch hit)]} {2 [|a b]} {3 [|;touch hit]} {4 [|*]} {5 [|{"k":1}]}]`; err != nil || got != want {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "hit")); err == nil {
		t.Error("a shell ran")
	}
}

func TestOptions(t *testing.T) {
	for name, v := range map[string]connectors.Values{
		"bare name": {"program": {"sh"}}, "bad date": {"args": {"{slott:2006}"}}, "no value": {"env": {"A"}}, "status 0": {"absent_status": {"0"}},
		"other format's option": {"columns": {"a"}, "records": {"x"}}, "no format": {"format": nil}, "timeout": {"timeout": {"5"}}, "retries": {"retries": {"-1"}},
		"format's own check": {"delimiter": {"::"}},
	} {
		all := connectors.Values{"program": {"/bin/true"}, "format": {"csv"}}
		for option, texts := range v {
			all[option] = texts
			if texts == nil {
				delete(all, option)
			}
		}
		if _, err := connectortest.TryOpen(Type(formats()), all, request(t.TempDir())); err == nil {
			t.Errorf("%s: accepted", name)
		} else if _, ok := err.(*connectors.OptionError); !ok {
			t.Errorf("%s: %v is not about an option", name, err)
		}
	}
}

func TestProgramThatIsNotThere(t *testing.T) {
	_, err := connectortest.TryOpen(Type(formats()), connectors.Values{"program": {"./none"}, "format": {"csv"}}, request(t.TempDir()))
	if failure := connectortest.AsError(t, err); failure.Class != connectors.Platform || failure.Reason.Key != "command.program" {
		t.Error(err)
	}
}
