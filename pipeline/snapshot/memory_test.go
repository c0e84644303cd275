package snapshot

import "testing"

// TestMemoryGrowsWithRoom: many small steps move the bytes only a few times, and
// lose none.
func TestMemoryGrowsWithRoom(t *testing.T) {
	m := Memory()
	buffer := m.Allocate(64)
	moved := 0
	for size := 128; size <= 1<<20; size += 64 {
		for i := len(buffer) - 64; i < len(buffer); i++ {
			buffer[i] = byte(len(buffer) / 64)
		}
		before := &buffer[0]
		if buffer = m.Reallocate(size, buffer); len(buffer) != size {
			t.Fatalf("%d bytes, want %d", len(buffer), size)
		}
		if before != &buffer[0] {
			moved++
		}
	}
	if moved > 40 {
		t.Errorf("moved %d times", moved)
	}
	for i := range len(buffer) - 64 {
		if buffer[i] != byte(i/64+1) {
			t.Fatalf("byte %d is %d", i, buffer[i])
		}
	}
}
