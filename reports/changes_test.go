package reports

import (
	"testing"

	"cdoscore/pipeline/workspace"

	"github.com/google/go-cmp/cmp"
)

// TestChangeLines tells every kind of change between two configurations apart.
func TestChangeLines(t *testing.T) {
	old := "settings\n\tzone Asia/Shanghai\nindicators\n\tcap 0.25\ntable streets\n\tcode \"1\" \"\" \"\"\n" +
		"dataset hrss/a\n\timportance 3\n\tupdate cycle \"daily\" due [03:00] days 0\n\trule \"gone\" type \"x\"\n\trule \"kept\" type \"x\" weight 3\n" +
		"dataset hrss/old\n\timportance 1\n" +
		"dataset tax/b\n\tupdate cycle \"monthly\" due [03:00] days 5\n" +
		"catalogue hrss/a\n\tsharing type \"none\" basis \"条例\" method \"\"\ncatalogue hrss/old\n\tcode \"1\"\n"
	new := "settings\n\tzone Asia/Macau\nindicators\n\tcap 0.3\ntable streets\n\tcode \"1\" \"\" \"2026-01-01\"\n" +
		"dataset hrss/a\n\timportance 5\n\tupdate cycle \"irregular\" due [] days 0\n\trule \"kept\" type \"x\" weight 5\n\trule \"new one\" range \"y\"\n" +
		"dataset tax/b\n\tupdate cycle \"monthly\" due [03:00] days 9\n" +
		"dataset tax/c\n\timportance 1\n" +
		"catalogue hrss/a\n\tsharing type \"conditional\" basis \"\" method \"\"\n"
	want := []ChangeLine{
		{Kind: CatalogChanged, Dataset: "hrss/a", Subject: "sharing", Was: `type "none" basis "条例" method ""`, Is: `type "conditional" basis "" method ""`},
		{Kind: DatasetChanged, Dataset: "hrss/a", Subject: "importance", Was: "3", Is: "5"},
		{Kind: UpdateChanged, Dataset: "hrss/a", Was: "daily", Is: "irregular", Downgrade: true},
		{Kind: RuleRemoved, Dataset: "hrss/a", Subject: "gone", Was: `type "x"`},
		{Kind: RuleChanged, Dataset: "hrss/a", Subject: "kept", Was: `type "x" weight 3`, Is: `type "x" weight 5`},
		{Kind: RuleAdded, Dataset: "hrss/a", Subject: "new one", Is: `range "y"`},
		{Kind: DatasetRemoved, Dataset: "hrss/old"},
		{Kind: UpdateChanged, Dataset: "tax/b", Was: `cycle "monthly" due [03:00] days 5`, Is: `cycle "monthly" due [03:00] days 9`},
		{Kind: DatasetAdded, Dataset: "tax/c"},
		{Kind: WeightsChanged, Subject: "cap", Was: "0.25", Is: "0.3"},
		{Kind: SettingsChanged, Subject: "zone", Was: "Asia/Shanghai", Is: "Asia/Macau"},
		// What a table says of a code are quoted texts, so that a line that changed is
		// one that went and one that came.
		{Kind: TableChanged, Subject: "streets", Was: `code "1" "" ""`},
		{Kind: TableChanged, Subject: "streets", Is: `code "1" "" "2026-01-01"`},
	}
	got := changeLines(workspace.Changes(old, new))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes differ (-want +got):\n%s", diff)
	}
	if same := workspace.Changes(old, old); same != nil {
		t.Errorf("a configuration differs from itself: %v", same)
	}
}
