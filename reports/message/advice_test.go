package message

import (
	"testing"

	"cdoscore/rules/kinds"
)

// TestEveryKindHasAdvice: what a kind does not say itself, the catalogue does.
func TestEveryKindHasAdvice(t *testing.T) {
	c := New("zh-Hans")
	special := map[string]string{"length": "mend.length.between"}
	for _, k := range kinds.All() {
		key := "mend." + k.Name
		if special[k.Name] != "" {
			key = special[k.Name]
		}
		if !c.Has(key) {
			t.Errorf("no text says how a fault of the kind %s is mended (%s)", k.Name, key)
		}
	}
}
