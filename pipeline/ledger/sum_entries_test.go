package ledger

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestAppendEntriesReadsTheFormat takes the example of the Parquet format, three bits
// each of 0 to 7, after a run of a number of two bytes.
func TestAppendEntriesReadsTheFormat(t *testing.T) {
	for _, tt := range []struct {
		name string
		data []byte
		n    int
		want []int32
	}{
		{"packed", []byte{3, 1<<1 | 1, 0b10001000, 0b11000110, 0b11111010}, 8, []int32{0, 1, 2, 3, 4, 5, 6, 7}},
		{"packed, five of eight", []byte{3, 1<<1 | 1, 0b10001000, 0b11000110, 0b11111010}, 5, []int32{0, 1, 2, 3, 4}},
		{"repeated", []byte{10, 3 << 1, 0x01, 0x02}, 3, []int32{513, 513, 513}},
		{"no bits", []byte{0, 4 << 1}, 4, []int32{0, 0, 0, 0}},
		{"both", []byte{3, 2 << 1, 6, 1<<1 | 1, 0b10001000, 0b11000110, 0b11111010}, 4, []int32{6, 6, 0, 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := appendEntries(nil, tt.data, tt.n)
			if err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("%v, %v; want %v", got, err, tt.want)
			}
		})
	}
}

// TestAppendEntriesOfDamagedPages gives as many numbers as are asked for, or an error.
func TestAppendEntriesOfDamagedPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data, n := rapid.SliceOf(rapid.Byte()).Draw(t, "data"), rapid.IntRange(0, 100).Draw(t, "n")
		got, err := appendEntries(nil, data, n)
		if err == nil && len(got) != n || len(got) > n {
			t.Fatalf("%d numbers of %d (%v)", len(got), n, err)
		}
	})
}
