package browsertest

import (
	"bufio"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

//go:embed browser
var scripts embed.FS

// Report is one line of a script: a page that was looked at, a figure that was read
// from one, or a question that the test answers.
type Report struct {
	Page     string   `json:"page"`
	Width    int      `json:"width"`
	Faults   []Fault  `json:"faults"`   // what axe finds serious or critical
	Errors   []string `json:"errors"`   // of the browser's console: scripts, and what the policy forbade
	Overflow int      `json:"overflow"` // pixels by which the page is wider than the window
	Figure   string   `json:"figure"`
	Value    string   `json:"value"`
	Ask      string   `json:"ask"`
}

// Fault is a violation of a rule of accessibility.
type Fault struct {
	Rule   string   `json:"rule"`
	Impact string   `json:"impact"`
	Nodes  []string `json:"nodes"`
}

// limit is how long a script may take in all.
const limit = 6 * time.Minute

// Run runs a script with its input and returns its reports. Questions are answered by
// answer. The test is skipped where Node.js, npm or Chromium is not there; it fails on
// every fault of a page.
func Run(t *testing.T, script string, input any, answer func(question, value string) string) []Report {
	t.Helper()
	chromium := find(t, "chromium", "chromium-browser", "google-chrome")
	node, npm := find(t, "node"), find(t, "npm")
	dir := install(t, npm)
	given, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	c := exec.CommandContext(ctx, node, filepath.Join(dir, script), string(given))
	c.Env = append(os.Environ(), "CHROMIUM="+chromium)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var reports []Report
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r Report
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Errorf("%s says %q", script, lines.Text())
			continue
		}
		if r.Ask != "" {
			fmt.Fprintln(in, answer(r.Ask, r.Value))
			continue
		}
		check(t, r)
		reports = append(reports, r)
	}
	if err := c.Wait(); err != nil {
		t.Errorf("%s: %v", script, err)
	}
	return reports
}

func check(t *testing.T, r Report) {
	t.Helper()
	for _, f := range r.Faults {
		t.Errorf("%s at %d px: %s (%s): %q", r.Page, r.Width, f.Rule, f.Impact, f.Nodes)
	}
	for _, e := range r.Errors {
		t.Errorf("%s at %d px: the browser says: %s", r.Page, r.Width, e)
	}
	if r.Overflow > 0 {
		t.Errorf("%s at %d px is %d px too wide", r.Page, r.Width, r.Overflow)
	}
}

func find(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skipf("skipped: %s is not installed (make browser installs what the tests in a real browser need)", names[0])
	return ""
}

// install lays the scripts and what they need into the user's cache, once for each
// state of the lock file.
func install(t *testing.T, npm string) string {
	t.Helper()
	lock, err := scripts.ReadFile("browser/package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	sum := sha256.Sum256(lock)
	dir := filepath.Join(cache, "cdoscore-browser-"+hex.EncodeToString(sum[:6]))
	if _, err := os.Stat(filepath.Join(dir, "ready")); err != nil {
		fill(t, npm, dir)
	}
	lay(t, dir)
	return dir
}

func lay(t *testing.T, dir string) {
	t.Helper()
	entries, err := scripts.ReadDir("browser")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := scripts.ReadFile("browser/" + e.Name())
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, e.Name()), content, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func fill(t *testing.T, npm, dir string) {
	t.Helper()
	lay(t, dir)
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	c := exec.CommandContext(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Skipf("skipped: npm cannot install what the browser's tests need: %v\n%s", err, out)
	}
	if err := os.WriteFile(filepath.Join(dir, "ready"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
}
