package excel

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"cdoscore/connectors"
	"cdoscore/connectors/files"

	"github.com/xuri/excelize/v2"
)

// maxOLE is how far the list of an OLE file's streams is looked for, and bounds
// encrypted workbooks, which are decrypted in memory.
const maxOLE = 64 << 20

var (
	zipMagic      = []byte("PK\x03\x04")
	oleMagic      = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	encryptedName = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
)

// openZip opens the workbook's archive, decrypted where it must be. The decrypted
// form stays in memory, never on the disk. The caller closes the file.
func openZip(file *os.File, origin, password string) (io.ReaderAt, int64, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, 0, files.Fault(origin, err)
	}
	start := make([]byte, len(oleMagic))
	if _, err := file.ReadAt(start, 0); err != nil && err != io.EOF {
		return nil, 0, files.Fault(origin, err)
	}
	switch {
	case bytes.HasPrefix(start, zipMagic):
		return file, info.Size(), nil
	case !bytes.Equal(start, oleMagic):
		return nil, 0, connectors.NewError(connectors.Unreadable, origin, nil, "excel.not_a_workbook")
	}
	return openOLE(file, info.Size(), origin, password)
}

// openOLE tells an encrypted workbook from the old formats, .xls and .et. An old
// file may hold a zip of its theme, which a zip reader would find and open.
func openOLE(file *os.File, size int64, origin, password string) (io.ReaderAt, int64, error) {
	raw, err := io.ReadAll(io.NewSectionReader(file, 0, min(size, maxOLE)))
	if err != nil {
		return nil, 0, files.Fault(origin, err)
	}
	switch {
	case !bytes.Contains(raw, encryptedName):
		return nil, 0, connectors.NewError(connectors.Unreadable, origin, nil, "excel.old_format")
	case password == "":
		return nil, 0, connectors.NewError(connectors.Unreadable, origin, nil, "excel.encrypted")
	case size > maxOLE:
		return nil, 0, connectors.NewError(connectors.Unreadable, origin, nil, "excel.encrypted_too_large", fmt.Sprint(maxOLE))
	}
	plain, err := decrypt(raw, password)
	if err != nil {
		return nil, 0, connectors.NewError(connectors.Unreadable, origin, err, "excel.wrong_password")
	}
	return bytes.NewReader(plain), int64(len(plain)), nil
}

// decrypt opens an encrypted package. The library panics on some damaged ones, and
// does not notice every wrong password.
func decrypt(raw []byte, password string) (plain []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	plain, err = excelize.Decrypt(raw, &excelize.Options{Password: password})
	if err == nil && !bytes.HasPrefix(plain, zipMagic) {
		err = errors.New("what was decrypted is no archive")
	}
	return plain, err
}
