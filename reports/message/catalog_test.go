package message

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"cdoscore/rules"
	"cdoscore/rules/kinds"
)

var mark = regexp.MustCompile(`\{\d+\}`)

func TestEveryKeyHasThreeLanguagesWithTheSameMarks(t *testing.T) {
	c := New("zh-Hans")
	for _, key := range c.Keys() {
		text := c.texts[key]
		if text.ZhHans == "" || text.ZhHant == "" || text.En == "" {
			t.Errorf("%s lacks a language: %+v", key, text)
		}
		hans, hant, en := marksOf(text.ZhHans), marksOf(text.ZhHant), marksOf(text.En)
		if !slices.Equal(hans, hant) || !slices.Equal(hans, en) {
			t.Errorf("%s: marks differ: zh-Hans %v, zh-Hant %v, en %v", key, hans, hant, en)
		}
	}
}

func TestNoKeyIsDefinedTwice(t *testing.T) {
	seen := map[string]bool{}
	for _, part := range [][]entry{words(), reasons(), forms(), headings(), unitTexts(), cityTexts(), methodTexts(), periodTexts(), returnedTexts(), mendTexts(), documentTexts(), evaluationTexts(), dutyTexts()} {
		for _, e := range part {
			if seen[e.key] {
				t.Errorf("%s is defined twice", e.key)
			}
			seen[e.key] = true
		}
	}
}

// Characters that only one of the scripts has; the lists need not be complete
// to catch a text that was copied across.
const (
	simplifiedOnly  = "数据质评报迟单项关为标则张规与时区级维测错误实对应请补删无险库间检业组号码导录汇边该"
	traditionalOnly = "數據質評報遲單項關為標則張規與時區級維測錯誤實對應請補刪無險庫間檢業組號碼導錄匯邊該"
)

func TestScriptsAreNotMixed(t *testing.T) {
	c := New("zh-Hans")
	for _, key := range c.Keys() {
		text := c.texts[key]
		if i := strings.IndexAny(text.ZhHant, simplifiedOnly); i >= 0 {
			t.Errorf("%s: zh-Hant holds a simplified character: …%s", key, text.ZhHant[i:])
		}
		if i := strings.IndexAny(text.ZhHans, traditionalOnly); i >= 0 {
			t.Errorf("%s: zh-Hans holds a traditional character: …%s", key, text.ZhHans[i:])
		}
		if regexp.MustCompile(`\p{Han}`).MatchString(text.En) {
			t.Errorf("%s: the English text holds Chinese: %s", key, text.En)
		}
	}
}

func TestNewFindsTheNearestLanguage(t *testing.T) {
	for tag, want := range map[string]string{
		"zh-Hans": "zh-Hans", "zh-CN": "zh-Hans", "zh": "zh-Hans",
		"zh-Hant": "zh-Hant", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant",
		"en": "en", "en-GB": "en", "pt": "zh-Hans", "": "zh-Hans", "?": "zh-Hans",
	} {
		if got := New(tag).Lang(); got != want {
			t.Errorf("New(%q) reads %s, want %s", tag, got, want)
		}
	}
}

func TestText(t *testing.T) {
	extra := map[string]rules.Text{
		"csv.torn":      {ZhHans: "断于第 {0} 行", ZhHant: "斷於第 {0} 行", En: "torn at line {0}"},
		"state.on_time": {En: "stolen"},
	}
	c := New("en", extra)
	for _, tc := range []struct {
		name, key, want string
		args            []string
	}{
		{"arguments in order", "reason.row_count.few", "There are 3 records, fewer than the required 10; check whether some were left out.", []string{"3", "10"}},
		{"an argument like a mark stays", "csv.torn", "torn at line {1}", []string{"{1}", "x"}},
		{"an extra text never replaces one of ours", "state.on_time", "On time", nil},
		{"an unknown key is loud", "no.such", "⟦no.such⟧", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := c.Text(tc.key, tc.args...); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
	if got := c.Note(rules.Note{}); got != "" {
		t.Errorf("an empty note says %q", got)
	}
	if got := c.Note(rules.Note{Key: "csv.torn", Args: []string{"7"}}); got != "torn at line 7" {
		t.Errorf("note: %q", got)
	}
}

func marksOf(s string) []string {
	found := mark.FindAllString(s, -1)
	slices.Sort(found)
	return found
}

// A finding without a reason of its own is described by its kind's.
func TestEveryKindHasAReason(t *testing.T) {
	catalog := New("zh-Hans")
	for _, k := range kinds.All() {
		if !catalog.Has("reason." + k.Name) {
			t.Errorf("the catalogue lacks %q", "reason."+k.Name)
		}
	}
}
