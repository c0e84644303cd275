package workspace

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"cdoscore/rules"
)

// Load reads the workspace in dir. Its error is a *rules.ConfigError with every
// mistake of every file, unless dir itself cannot be named absolutely.
func Load(dir string, d Deps) (*Workspace, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("workspace %s: %w", dir, err)
	}
	w, err := Parse(os.DirFS(abs), d)
	if err != nil {
		return nil, err
	}
	w.Dir = abs
	return w, nil
}

// Parse is Load for the files of a workspace wherever they lie; Dir stays empty.
func Parse(files fs.FS, d Deps) (*Workspace, error) {
	d.ParseExpr = parsedOnce(d.ParseExpr)
	l := loader{files: files, deps: d, w: &Workspace{Tables: map[string]*rules.CodeTable{}}}
	l.settings()
	l.indicators()
	l.calendar()
	l.tables()
	l.units()
	l.datasets()
	l.waivers()
	l.outages()
	l.nilReturns()
	l.inventory()
	l.requests()
	l.reviews()
	if err := l.diags.Err(); err != nil {
		return nil, err
	}
	l.w.builtIn = slices.Sorted(slices.Values(tableNames(d.Tables)))
	l.w.ConfigHash = l.w.configHash()
	return l.w, nil
}

// LoadDatasetFile reads one dataset file by itself, for a check without a
// workspace. Such a file may leave out source and update; it may not refer to
// other datasets, and variables in its source may be unset.
func LoadDatasetFile(file string, d Deps) (*Dataset, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		var diags rules.Diagnostics
		diags.Addf(rules.Pos{File: file}, "%s", cannotRead(err))
		return nil, diags.Err()
	}
	return ParseDataset(file, data, d)
}

// ParseDataset is LoadDatasetFile for data in hand. The dataset's id is the
// file's name without its extension. Its zone is DefaultZone.
func ParseDataset(file string, data []byte, d Deps) (*Dataset, error) {
	var diags rules.Diagnostics
	x := &ruleReader{deps: d, diags: &diags, indicators: DefaultIndicators().Codes(), tables: map[string]*rules.CodeTable{}}
	for _, t := range d.Tables {
		x.tables[t.Name] = t
	}
	x.zone = readZone(rules.NewReader(&rules.Node{Pos: rules.Pos{File: file}, Type: rules.Map}, "zone", &diags))
	name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	reader := datasetReader{deps: d, diags: &diags, lenient: true}
	var set *Dataset
	if out := reader.read(name, "", name, parseYAML(file, data, &diags)); out != nil {
		set = x.complete(out)
	}
	if err := diags.Err(); err != nil {
		return nil, err
	}
	return set, nil
}

// CaseFile is the dataset that ParseCase judges.
const CaseFile = "dataset.yaml"

// ParseCase reads what a test of rules is made of: CaseFile, the datasets that it
// may refer to as datasets/<unit>/<name>.yaml, and code tables as codes/<name>.csv.
// Like a check, it needs no workspace: the files may leave out source and update.
func ParseCase(files fs.FS, d Deps) (set *Dataset, others []*Dataset, err error) {
	l := loader{files: files, deps: d, w: &Workspace{Indicators: DefaultIndicators(), Tables: map[string]*rules.CodeTable{}}}
	l.w.Zone = readZone(rules.NewReader(&rules.Node{Type: rules.Map}, "zone", &l.diags))
	l.tables()
	reader := datasetReader{deps: d, diags: &l.diags, lenient: true}
	var own *draft
	if data, ok := l.required(CaseFile); ok {
		own = reader.read(stem(CaseFile), "", stem(CaseFile), parseYAML(CaseFile, data, &l.diags))
	}
	drafts := l.drafts(reader)
	if own != nil {
		drafts = append(drafts, own)
	}
	x := l.ruleReader(drafts)
	for _, draft := range drafts {
		if complete := x.complete(draft); draft == own {
			set = complete
		} else {
			others = append(others, complete)
		}
	}
	if err := l.diags.Err(); err != nil {
		return nil, nil, err
	}
	return set, others, nil
}

// parsedOnce keeps what became of expressions over no fields: the datasets of a city
// share most of their patterns, and the engine takes half a millisecond for each.
func parsedOnce(parse rules.ParseExpr) rules.ParseExpr {
	type parsed struct {
		expr *rules.Expr
		err  error
	}
	known := map[string]parsed{}
	return func(text string, fields []rules.Field) (*rules.Expr, error) {
		if len(fields) > 0 {
			return parse(text, fields)
		}
		p, there := known[text]
		if !there {
			p.expr, p.err = parse(text, nil)
			known[text] = p
		}
		return p.expr, p.err
	}
}

// loader reads the files of a workspace one after the other into w.
type loader struct {
	files fs.FS
	deps  Deps
	w     *Workspace
	diags rules.Diagnostics
}

func (l *loader) settings() {
	if data, ok := l.required(settingsFile); ok {
		readSettings(l.files, settingsFile, data, l.w, l.deps, &l.diags)
	}
	if l.w.Zone == nil { // after a mistake: the rest can be read all the same
		l.w.Zone = readZone(rules.NewReader(&rules.Node{Type: rules.Map}, "settings", &l.diags))
	}
}

func (l *loader) indicators() {
	data, ok := l.optional(indicatorsFile)
	if !ok {
		data = defaultIndicators
	}
	l.w.Indicators = readIndicators(indicatorsFile, data, l.deps.Kinds, &l.diags)
}

func (l *loader) calendar() {
	if data, ok := l.optional(calendarFile); ok {
		l.w.Calendar = readCalendar(calendarFile, data, &l.diags)
	}
}

func (l *loader) units() {
	if data, ok := l.required(unitsFile); ok {
		l.w.Units = readUnits(unitsFile, data, l.w.Zone, l.deps, &l.diags)
	}
}

func (l *loader) tables() {
	for _, t := range l.deps.Tables {
		l.w.Tables[t.Name] = t
	}
	for _, file := range l.list("codes", ".csv") {
		name := stem(file)
		if _, taken := l.w.Tables[name]; taken {
			l.diags.Addf(rules.Pos{File: file}, "%q is the name of a built-in code table: give this one another name", name)
			continue
		}
		checkName(rules.Pos{File: file}, "code table", name, &l.diags)
		if data, ok := l.required(file); ok {
			if t := readCodeTable(file, name, data, &l.diags); t != nil {
				l.w.Tables[name] = t
			}
		}
	}
}

func (l *loader) datasets() {
	drafts := l.drafts(datasetReader{deps: l.deps, zone: l.w.Zone, diags: &l.diags})
	x := l.ruleReader(drafts)
	for _, d := range drafts {
		l.w.Datasets = append(l.w.Datasets, x.complete(d))
		l.checkCalendar(d)
	}
	slices.SortFunc(l.w.Datasets, func(a, b *Dataset) int { return cmp.Compare(a.ID, b.ID) })
}

// ruleReader reads rules that may name the fields of any of the datasets.
func (l *loader) ruleReader(drafts []*draft) *ruleReader {
	x := &ruleReader{
		deps: l.deps, diags: &l.diags, zone: l.w.Zone, indicators: l.w.Indicators.Codes(),
		tables: l.w.Tables, datasets: map[string]*Dataset{}, units: l.w.Units,
	}
	for _, d := range drafts {
		x.datasets[d.dataset.ID] = d.dataset
	}
	x.ids = sortedKeys(x.datasets)
	return x
}

// drafts reads every dataset file of a unit's folder but for its rules.
func (l *loader) drafts(reader datasetReader) []*draft {
	var out []*draft
	for _, folder := range l.entries("datasets") {
		unit := folder.Name()
		if !folder.IsDir() {
			l.diags.Addf(rules.Pos{File: path.Join("datasets", unit)}, "dataset files lie in the folder of their unit: move it to datasets/<unit>/")
			continue
		}
		l.checkUnit(unit)
		for _, file := range l.list(path.Join("datasets", unit), ".yaml") {
			name := stem(file)
			checkName(rules.Pos{File: file}, "dataset", name, &l.diags)
			data, ok := l.required(file)
			if !ok {
				continue
			}
			if d := reader.read(unit+"/"+name, unit, name, parseYAML(file, data, &l.diags)); d != nil {
				out = append(out, d)
			}
		}
	}
	return out
}

func (l *loader) checkUnit(id string) {
	ids := unitIDs(l.w.Units)
	if len(ids) > 0 && !slices.Contains(ids, id) {
		l.diags.Addf(rules.Pos{File: path.Join("datasets", id)}, "the folder is named after no unit of %s%s", unitsFile, rules.Suggest(id, ids))
	}
}

// checkCalendar reports a calendar that does not reach a dataset's next deadline.
func (l *loader) checkCalendar(d *draft) {
	if d.workingDays.Line == 0 || !d.dataset.Update.Scheduled() {
		return
	}
	err := l.w.checkDeadline(d.dataset, l.deps.Now)
	switch {
	case err == nil:
	case l.w.Calendar.Until == "" && l.w.Calendar.Holidays != nil: // reported with the file
	case l.w.Calendar.Until == "":
		l.diags.Addf(d.workingDays, `update: "working_days" needs a calendar: add %s with "holidays", "workdays" and "until"`, calendarFile)
	default:
		l.diags.Addf(d.workingDays, "update: the calendar ends on %s, before this dataset's next deadline: extend \"until\" and the holidays in %s", l.w.Calendar.Until, calendarFile)
	}
}

func (l *loader) required(file string) ([]byte, bool) {
	data, err := fs.ReadFile(l.files, file)
	if err != nil {
		l.diags.Addf(rules.Pos{File: file}, "%s", cannotRead(err))
		return nil, false
	}
	return data, true
}

// optional is required for a file that need not be there.
func (l *loader) optional(file string) ([]byte, bool) {
	if _, err := fs.Stat(l.files, file); errors.Is(err, fs.ErrNotExist) {
		return nil, false
	}
	return l.required(file)
}

// list returns the files of a folder, reporting those that would be overlooked.
func (l *loader) list(folder, extension string) []string {
	var out []string
	for _, e := range l.entries(folder) {
		file := path.Join(folder, e.Name())
		if e.IsDir() || path.Ext(file) != extension {
			l.diags.Addf(rules.Pos{File: file}, "only %s files are read here: rename it, or move it out of %s", extension, folder)
			continue
		}
		out = append(out, file)
	}
	return out
}

// entries returns what lies in a folder, in name order, without hidden files and
// notes; a folder that does not exist is empty.
func (l *loader) entries(folder string) []fs.DirEntry {
	list, err := fs.ReadDir(l.files, folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.diags.Addf(rules.Pos{File: folder}, "%s", cannotRead(err))
	}
	return slices.DeleteFunc(list, func(e fs.DirEntry) bool {
		return strings.HasPrefix(e.Name(), ".") || path.Ext(e.Name()) == ".md"
	})
}

func stem(file string) string { return strings.TrimSuffix(path.Base(file), path.Ext(file)) }

// cannotRead says why a file cannot be read, without its path once more.
func cannotRead(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "there is no such file: create it, or start with cdoscore init"
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Sprintf("the file cannot be read: %v", err)
}
