package xlsx

import (
	"testing"

	"pgregory.net/rapid"
)

// TestWrappedWords: a word that breaks nowhere takes as many lines as when it is laid out
// rune by rune.
func TestWrappedWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word, columns := rapid.StringMatching(`[!-~]{0,90}`).Draw(t, "word"), rapid.IntRange(1, 40).Draw(t, "columns")
		if got, want := wrapped(word, columns), wrappedRunes(word, columns); got != want {
			t.Fatalf("%d lines, want %d", got, want)
		}
	})
}
