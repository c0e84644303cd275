package snapshot

import "github.com/apache/arrow/go/v15/arrow/memory"

// Memory is Go's memory for the Parquet library, with room to grow. The library
// keeps buffers of its own, taken from memory.DefaultAllocator, and asks for a few
// bytes more with every run of NULLs: without room it copies a megabyte each time,
// a fifth of what writing a snapshot costs. The program sets it once, at its start.
func Memory() memory.Allocator { return roomy{memory.NewGoAllocator()} }

type roomy struct{ *memory.GoAllocator }

// Reallocate keeps what old holds; bytes beyond it have any value.
func (r roomy) Reallocate(size int, old []byte) []byte {
	if cap(old) >= size {
		return old[:size]
	}
	grown := r.Allocate(size + size/2)[:size]
	copy(grown, old)
	return grown
}
