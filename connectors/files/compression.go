package files

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"

	"cdoscore/connectors"

	"github.com/klauspost/compress/zstd"
)

const (
	compressionAuto = "auto"
	compressionNone = "none"
	compressionGzip = "gzip"
	compressionZstd = "zstd"
)

// content reads a file's decompressed bytes: at most its limit, and to an end
// only when the file stayed as it was.
type content struct {
	file    *File
	raw     *watchedReader
	plain   io.Reader
	kind    string
	release func()
	left    int64
}

func decompress(raw *os.File, f *File) (*content, error) {
	kind, start, err := f.sniff(raw)
	if err != nil {
		return nil, err
	}
	source := &watchedReader{file: raw, reader: io.MultiReader(bytes.NewReader(start), raw)}
	c := &content{file: f, raw: source, kind: kind, left: f.drop.maxBytes, release: func() {}}
	switch kind {
	case compressionGzip:
		c.plain, err = gzip.NewReader(source)
	case compressionZstd:
		var decoder *zstd.Decoder
		if decoder, err = zstd.NewReader(source, zstd.WithDecoderConcurrency(1)); err == nil {
			c.plain, c.release = decoder, decoder.Close
		}
	default:
		c.plain = source
	}
	if err != nil {
		return nil, c.fault(err)
	}
	return c, nil
}

func (c *content) Read(p []byte) (int, error) {
	n, err := c.plain.Read(p)
	c.left -= int64(n)
	switch {
	case c.left < 0:
		return 0, c.file.drop.tooLarge(c.file.Path)
	case err == io.EOF:
		if changed := c.file.Unchanged(); changed != nil {
			return n, changed
		}
		return n, io.EOF
	case err != nil:
		return n, c.fault(err)
	}
	return n, nil
}

func (c *content) Close() error {
	c.release()
	return c.raw.file.Close()
}

// fault tells a damaged archive, which was delivered so, from a disk that failed.
func (c *content) fault(err error) error {
	switch {
	case c.raw.err != nil || c.kind == compressionNone:
		return Fault(c.file.Path, err)
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return connectors.NewError(connectors.Unreadable, c.file.Path, err, "file.truncated")
	}
	return connectors.NewError(connectors.Unreadable, c.file.Path, err, "file.corrupt", c.kind)
}

// watchedReader remembers a failure of the file beneath a decompressor.
type watchedReader struct {
	file   *os.File
	reader io.Reader
	err    error
}

func (r *watchedReader) Read(p []byte) (int, error) {
	n, err := r.reader.Read(p)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}

// sniff says how the content is compressed and returns the bytes it had to read
// for that.
func (f *File) sniff(raw io.Reader) (kind string, start []byte, err error) {
	if f.drop.compression != compressionAuto {
		return f.drop.compression, nil, nil
	}
	start = make([]byte, 4)
	n, err := io.ReadFull(raw, start)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return "", nil, Fault(f.Path, err)
	}
	start = start[:n]
	switch {
	case bytes.HasPrefix(start, []byte{0x1f, 0x8b}):
		return compressionGzip, start, nil
	case bytes.Equal(start, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return compressionZstd, start, nil
	}
	return compressionNone, start, nil
}
