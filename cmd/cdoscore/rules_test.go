package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"cdoscore/rules/kinds"
)

const manualFile = "../../rules/README.md"

func TestManualIsUpToDate(t *testing.T) {
	var out, errs bytes.Buffer
	if code := Main(context.Background(), []string{"rules", "--markdown"}, &out, &errs); code != exitDone {
		t.Fatalf("exit %d: %s", code, &errs)
	}
	onDisk, err := os.ReadFile(manualFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(onDisk, out.Bytes()) {
		t.Error("rules/README.md is not what the kinds say: write it anew with cdoscore rules --markdown > rules/README.md")
	}
}

func TestRulesListsAndExplainsEveryKind(t *testing.T) {
	run := func(args ...string) (string, int) {
		var out, errs bytes.Buffer
		code := Main(context.Background(), args, &out, &errs)
		return out.String() + errs.String(), code
	}
	list, _ := run("rules", "--lang", "zh-Hant")
	for _, k := range kinds.All() {
		if !strings.Contains(list, "    "+k.Name+" ") {
			t.Errorf("the list lacks %s", k.Name)
		}
		page, code := run("rules", k.Name, "--lang", "en")
		if code != exitDone {
			t.Errorf("the page of %s: exit %d: %s", k.Name, code, page)
		}
		said := []string{k.Doc.Title.En, k.Doc.Counts.En, k.Doc.Missing.En, k.Doc.Clause, k.Indicator}
		said = append(said, strings.Split(k.Doc.Example, "\n")...)
		for _, o := range k.Doc.Options {
			said = append(said, o.Name, o.Text.En)
		}
		for _, s := range said {
			if !strings.Contains(page, s) {
				t.Errorf("the page of %s does not say %q", k.Name, s)
			}
		}
	}
	if out, code := run("rules", "uniqe"); code != exitUsage || !strings.Contains(out, `did you mean "unique"?`) {
		t.Errorf("unknown kind: exit %d, %q", code, out)
	}
}
