package sheetml

import (
	"archive/zip"
	"hash/crc32"
	"io"
	"sync/atomic"

	"github.com/klauspost/compress/flate"
)

// unzip reads one entry of the archive, counts how much of its zipped form that
// takes, and at its end compares size and checksum with the directory's.
type unzip struct {
	entry  *zip.File
	raw    io.Reader
	plain  io.ReadCloser
	taken  atomic.Int64 // read in one goroutine, asked in another
	size   uint64
	sum    uint32
	failed error
}

func newUnzip(entry *zip.File) (*unzip, error) {
	raw, err := entry.OpenRaw()
	if err != nil {
		return nil, err
	}
	u := &unzip{entry: entry, raw: raw}
	switch entry.Method {
	case zip.Store:
		u.plain = io.NopCloser(zippedReader{u})
	case zip.Deflate:
		u.plain = flate.NewReader(zippedReader{u})
	default:
		return nil, zip.ErrAlgorithm
	}
	return u, nil
}

// zipped is how many bytes of the zipped form were taken so far, at least 1.
func (u *unzip) zipped() int64 { return max(u.taken.Load(), 1) }

func (u *unzip) Read(b []byte) (int, error) {
	if u.failed != nil {
		return 0, u.failed
	}
	n, err := u.plain.Read(b)
	u.size += uint64(n)
	u.sum = crc32.Update(u.sum, crc32.IEEETable, b[:n])
	switch {
	case err == io.EOF && (u.size != u.entry.UncompressedSize64 || u.sum != u.entry.CRC32):
		err = zip.ErrChecksum
	case err == nil && u.size > u.entry.UncompressedSize64:
		err = zip.ErrFormat
	}
	u.failed = err
	return n, err
}

func (u *unzip) Close() error { return u.plain.Close() }

// zippedReader counts what the decompressor takes.
type zippedReader struct{ unzip *unzip }

func (z zippedReader) Read(b []byte) (int, error) {
	n, err := z.unzip.raw.Read(b)
	z.unzip.taken.Add(int64(n))
	return n, err
}
