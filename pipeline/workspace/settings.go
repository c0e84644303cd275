package workspace

import (
	"cmp"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"cdoscore/rules"
)

// DefaultZone is the city's zone where none is configured.
const DefaultZone = "Asia/Shanghai"

const (
	defaultMemory  = "4GB"
	defaultSamples = 20
	defaultRetain  = 90 * 24 * time.Hour

	defaultRectifyDays = 10
	defaultCloseAfter  = 2
	defaultAccept      = 3
	defaultVerify      = 15
)

const settingsFile = "cdoscore.yaml"

// readSettings reads cdoscore.yaml into w.
func readSettings(files fs.FS, file string, data []byte, w *Workspace, d Deps, diags *rules.Diagnostics) {
	node := parseYAML(file, data, diags)
	if node == nil {
		return
	}
	r := rules.NewReader(node, "settings", diags)
	w.City = requireText(r, "city", "city")
	w.Issuer = readText(r.Get("issuer"), "issuer", diags)
	w.Zone = readZone(r)
	w.Languages = readLanguages(r)
	w.Language = w.Languages[0]
	w.Storage = readStorage(r.Get("storage"), diags)
	w.Jobs = int(r.Int("jobs", int64(runtime.NumCPU()), 1))
	w.Threads = int(r.Int("threads", int64(runtime.NumCPU()), 1))
	w.Memory = readMemory(r)
	w.Samples = readInt(r, "samples", defaultSamples, 0, 10_000)
	w.Retain = readRetain(r)
	w.Start = readDay(r, "start")
	w.Cycles = readCycles(r.Get("cycles"), diags)
	w.Rectify = readRectify(r.Get("rectify"), diags)
	w.Appeals = readAppeals(r.Get("appeals"), diags)
	w.Schedule = readSchedule(r, w.Zone, d)
	w.Nights = readNights(r)
	w.Mail = readMail(r.Get("mail"), d, diags)
	w.Notices = noticeReader{files, d, w.Language, diags}.read(r.Get("notices"))
	r.Finish()
}

func readRectify(n *rules.Node, diags *rules.Diagnostics) Rectify {
	out := Rectify{Days: defaultRectifyDays, CloseAfter: defaultCloseAfter}
	if n == nil {
		return out
	}
	r := rules.NewReader(n, "rectify", diags)
	out.Days = readInt(r, "days", defaultRectifyDays, 1, 250)
	out.CloseAfter = readInt(r, "close_after", defaultCloseAfter, 1, 100)
	r.Finish()
	return out
}

func readAppeals(n *rules.Node, diags *rules.Diagnostics) Appeals {
	out := Appeals{Accept: defaultAccept, Verify: defaultVerify}
	if n == nil {
		return out
	}
	r := rules.NewReader(n, "appeals", diags)
	out.Accept = readInt(r, "accept", defaultAccept, 1, 250)
	out.Verify = readInt(r, "verify", defaultVerify, 1, 250)
	r.Finish()
	return out
}

// readSchedule returns when the night begins; "" leaves it to the default.
// readSchedule returns when a night begins; "" leaves it to what lies above.
func readSchedule(r *rules.Reader, zone *time.Location, d Deps) string {
	n := r.Get("schedule")
	if n == nil {
		return ""
	}
	expression := r.ScalarText(n, "schedule")
	if d.CheckSchedule == nil || !n.IsScalar() {
		return expression
	}
	if err := d.CheckSchedule(expression, cmp.Or(zone, time.UTC)); err != nil {
		r.Diags().Addf(n.Pos, "%v", err)
	}
	return expression
}

// readZone returns the city's zone; UTC stands in after a mistake, so that the
// rest can be read.
func readZone(r *rules.Reader) *time.Location {
	name := DefaultZone
	if r.Has("zone") {
		name = r.RequireText("zone")
	}
	zone, err := time.LoadLocation(name)
	// "Local" would make the scores depend on the machine.
	if err != nil || name == "Local" || name == "" {
		pos := r.Pos()
		if n := r.Get("zone"); n != nil {
			pos = n.Pos
		}
		r.Diags().Addf(pos, "unknown time zone %q: write a name of the IANA database such as Asia/Shanghai", name)
		return time.UTC
	}
	return zone
}

func readLanguages(r *rules.Reader) []string {
	var out []string
	for _, n := range r.Texts("languages", false) {
		switch {
		case !slices.Contains(languages, n.Text):
			r.Diags().Addf(n.Pos, "unknown language %q%s (there are %s)", n.Text, rules.Suggest(n.Text, languages), strings.Join(languages, ", "))
		case slices.Contains(out, n.Text):
			r.Diags().Addf(n.Pos, "language %q stands twice: remove one of the two", n.Text)
		default:
			out = append(out, n.Text)
		}
	}
	if len(out) == 0 {
		return slices.Clone(languages)
	}
	return out
}

func readStorage(n *rules.Node, diags *rules.Diagnostics) Storage {
	s := Storage{Var: "var", Reports: "reports", Scorecards: "scorecards", Outbox: "outbox"}
	if n == nil {
		return s
	}
	r := rules.NewReader(n, "storage", diags)
	s.Var = readFolder(r, "var", s.Var)
	s.Reports = readFolder(r, "reports", s.Reports)
	s.Scorecards = readFolder(r, "scorecards", s.Scorecards)
	s.Outbox = readFolder(r, "outbox", s.Outbox)
	r.Finish()
	folders := [][2]string{{"var", s.Var}, {"reports", s.Reports}, {"scorecards", s.Scorecards}, {"outbox", s.Outbox}}
	for i, a := range folders {
		for _, b := range folders[i+1:] {
			if within(a[1], b[1]) || within(b[1], a[1]) {
				diags.Addf(n.Pos, `storage: %q (%s) and %q (%s) must be two folders, neither inside the other`, a[0], a[1], b[0], b[1])
			}
		}
	}
	return s
}

// readFolder reads a folder inside the workspace.
func readFolder(r *rules.Reader, key, def string) string {
	if !r.Has(key) {
		return def
	}
	folder := path.Clean(strings.ReplaceAll(r.RequireText(key), `\`, "/"))
	if path.IsAbs(folder) || folder == "." || folder == ".." || strings.HasPrefix(folder, "../") {
		r.Diags().Addf(r.Get(key).Pos, "storage: %q must name a folder inside the workspace, such as %q", key, def)
		return def
	}
	return folder
}

func within(inner, outer string) bool {
	return inner == outer || strings.HasPrefix(inner, outer+"/")
}

var memoryForm = regexp.MustCompile(`^[1-9][0-9]*(\.[0-9]+)?(MB|GB|TB|MiB|GiB|TiB)$`)

func readMemory(r *rules.Reader) string {
	n := r.Get("memory")
	if n == nil {
		return defaultMemory
	}
	if !n.IsScalar() || !memoryForm.MatchString(n.Text) {
		r.Diags().Addf(n.Pos, `settings: "memory" must be an amount such as 4GB or 512MB`)
		return defaultMemory
	}
	return n.Text
}

func readRetain(r *rules.Reader) time.Duration {
	retain := readSpan(r, "retain", defaultRetain)
	if retain <= 0 {
		r.Diags().Addf(r.Get("retain").Pos, `settings: "retain" must be longer than nothing: snapshots are needed to explain scores`)
	}
	return retain
}
