package codes_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cdoscore/rules/codes"
)

// TestPublishedVectors judges numbers whose verdict others published. They come
// with the real-data folder, which is no part of the project.
func TestPublishedVectors(t *testing.T) {
	dir := os.Getenv("CDOSCORE_REALDATA")
	if dir == "" {
		t.Skip("CDOSCORE_REALDATA names no folder of real data")
	}
	data, err := os.ReadFile(filepath.Join(dir, "vectors", "cn.json"))
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct {
		ResidentID []vector                          `json:"resident_id"`
		USCC       []vector                          `json:"uscc"`
		Mobile     struct{ Valid, Invalid []string } `json:"mobile_cn"`
	}
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	today := day(t, "2026-11-01")
	for _, v := range vectors.ResidentID {
		v.check(t, codes.ResidentID(v.Value, today, false))
	}
	for _, v := range vectors.USCC {
		v.check(t, codes.USCC(v.Value))
	}
	for _, s := range vectors.Mobile.Valid {
		vector{s, "valid"}.check(t, codes.MobileCN(s, true))
	}
	for _, s := range vectors.Mobile.Invalid {
		vector{s, "invalid"}.check(t, codes.MobileCN(s, true))
	}
	if len(vectors.ResidentID) == 0 || len(vectors.USCC) == 0 || len(vectors.Mobile.Valid) == 0 {
		t.Error("the file holds no vectors of some kind")
	}
}

type vector struct{ Value, Expect string }

func (v vector) check(t *testing.T, got bool) {
	t.Helper()
	want := strings.HasPrefix(v.Expect, "valid")
	why, differs := judgedOtherwise[v.Value]
	if differs {
		want = !want
	}
	if got != want {
		t.Errorf("%s: %v, want %v (published as %s) %s", v.Value, got, want, v.Expect, why)
	}
}

// judgedOtherwise are the vectors on which this project differs, and why.
var judgedOtherwise = map[string]string{
	"008618812341234": "a country code is written +86; 0086 is a way of dialling",
}
