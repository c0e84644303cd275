package ledger

import (
	"encoding/binary"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestReadEntriesReadsTheFormat takes the example of the Parquet format, three bits
// each of 0 to 7, after a run of a number of two bytes.
func TestReadEntriesReadsTheFormat(t *testing.T) {
	var table []int
	for i := range 1000 {
		table = append(table, 1000+i)
	}
	for _, tt := range []struct {
		name string
		data []byte
		n    int
		want []int
	}{
		{"packed", []byte{3, 1<<1 | 1, 0b10001000, 0b11000110, 0b11111010}, 8, []int{0, 1, 2, 3, 4, 5, 6, 7}},
		{"packed, five of eight", []byte{3, 1<<1 | 1, 0b10001000, 0b11000110, 0b11111010}, 5, []int{0, 1, 2, 3, 4}},
		{"repeated", []byte{10, 3 << 1, 0x01, 0x02}, 3, []int{513, 513, 513}},
		{"no bits", []byte{0, 4 << 1}, 4, []int{0, 0, 0, 0}},
		{"both", []byte{3, 2 << 1, 6, 1<<1 | 1, 0b10001000, 0b11000110, 0b11111010}, 4, []int{6, 6, 0, 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := make([]int, tt.n)
			err := readEntries(got, tt.data, table)
			for i := range got {
				got[i] -= 1000
			}
			if err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("%v, %v; want %v", got, err, tt.want)
			}
			if len(tt.want) > 0 && readEntries(got, tt.data, table[:slices.Max(tt.want)]) == nil {
				t.Error("a number beyond the table is read")
			}
		})
	}
}

// TestReadEntriesPacked packs numbers of any width, and reads them again.
func TestReadEntriesPacked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(0, 16).Draw(t, "width")
		eights := rapid.IntRange(1, 10).Draw(t, "eights")
		want := make([]int, 8*eights)
		data := append([]byte{byte(width)}, binary.AppendUvarint(nil, uint64(eights)<<1|1)...)
		packed := make([]byte, eights*width)
		for i := range want {
			want[i] = rapid.IntRange(0, 1<<width-1).Draw(t, "number")
			for bit := range width {
				packed[(i*width+bit)/8] |= byte(want[i]>>bit&1) << ((i*width + bit) % 8)
			}
		}
		table := make([]int, 1<<width)
		for i := range table {
			table[i] = i
		}
		got := make([]int, rapid.IntRange(1, len(want)).Draw(t, "wanted"))
		if err := readEntries(got, append(data, packed...), table); err != nil || !slices.Equal(got, want[:len(got)]) {
			t.Fatalf("%v, %v; want %v", got, err, want)
		}
	})
}

// TestReadEntriesOfDamagedPages fills all that is asked for from the table, or gives an
// error.
func TestReadEntriesOfDamagedPages(t *testing.T) {
	table := []int{1, 2, 3, 4, 5}
	rapid.Check(t, func(t *rapid.T) {
		data, n := rapid.SliceOf(rapid.Byte()).Draw(t, "data"), rapid.IntRange(0, 100).Draw(t, "n")
		got := make([]int, n)
		if err := readEntries(got, data, table); err == nil && slices.Contains(got, 0) {
			t.Fatalf("%v without an error", got)
		}
	})
}
