package intake

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"unicode/utf8"
)

// maxDrain is how much of a refused upload is still taken in, so that a browser that
// is sending reads why: one that is cut off shows an error of its own.
const maxDrain = 32 << 20

// receive takes an upload: a form whose fields are, in this order, csrf, slot and
// file. The token is checked before anything else is read, and the file goes to the
// desk as it comes in, never to a file of ours.
func (in *Intake) receive(v *visit) error {
	d, err := v.dataset()
	if err != nil {
		return err
	}
	v.r.Body = &patientBody{http.MaxBytesReader(v.w, v.r.Body, in.MaxUpload+maxForm), v.w}
	parts, err := v.r.MultipartReader()
	if err != nil {
		return badForm(err)
	}
	slot, err := v.beforeFile(parts)
	if err != nil {
		return err
	}
	file, err := parts.NextPart()
	if errors.Is(err, io.EOF) || err == nil && (file.FormName() != "file" || file.FileName() == "") {
		p := errNoFile
		p.back = datasetPath(d.ID)
		return p
	}
	if err != nil {
		return badForm(err)
	}
	upload, err := in.Desk.Receive(v.r.Context(), v.actor(), d.ID, slot, senderName(file.FileName()), file)
	if err != nil {
		// What remains unread closes the connection, which says nothing: its error neither.
		_, _ = io.CopyN(io.Discard, file, maxDrain)
		return backTo(err, datasetPath(d.ID))
	}
	if v.wantsData() {
		v.sendJSON(http.StatusCreated, map[string]string{"location": uploadPath(upload.ID)})
		return nil
	}
	return v.redirect(uploadPath(upload.ID))
}

// beforeFile reads the fields before the file: the token, unless the header has it,
// and the slot.
func (v *visit) beforeFile(parts *multipart.Reader) (slot string, err error) {
	valid := v.session.ValidCSRF(v.r.Header.Get("X-CSRF-Token"))
	for _, name := range []string{"csrf", "slot"} {
		part, err := parts.NextPart()
		if err != nil && !errors.Is(err, io.EOF) {
			return "", badForm(err)
		}
		if err != nil || part.FormName() != name {
			return "", missing(name, valid)
		}
		value, err := field(part)
		if err != nil {
			return "", err
		}
		if name == "csrf" && !valid && !v.session.ValidCSRF(value) {
			return "", errToken
		}
		slot = value
	}
	return slot, nil
}

func missing(name string, valid bool) error {
	if name == "csrf" && !valid {
		return errToken
	}
	return fmt.Errorf("%w: the field %s is missing or out of order", errBadRequest, name)
}

// field reads a short field.
func field(part *multipart.Part) (string, error) {
	const most = 200
	value, err := io.ReadAll(io.LimitReader(part, most+1))
	if err != nil {
		return "", badForm(err)
	}
	if len(value) > most {
		return "", errBadRequest
	}
	return string(value), nil
}

// senderName is what the sender calls the file: without folders, and not longer than
// file systems allow. It names nothing here.
func senderName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.ToValidUTF8(name, "\uFFFD")
	for len(name) > 255 {
		_, n := utf8.DecodeRuneInString(name)
		name = name[n:]
	}
	return name
}

// patientBody gives a slow sender time as long as something comes.
type patientBody struct {
	io.ReadCloser
	w http.ResponseWriter
}

func (b *patientBody) Read(p []byte) (int, error) {
	readBy(b.w, stallTime)
	n, err := b.ReadCloser.Read(p)
	readBy(b.w, 0)
	writeBy(b.w, stallTime)
	return n, err
}
