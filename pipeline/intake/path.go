package intake

import (
	"errors"
	"net/url"
	"strings"
	"unicode/utf8"

	"cdoscore/pipeline/submission"
)

// Paths of pages. Whatever comes from outside is one escaped segment.

func datasetPath(id string) string {
	unit, name, _ := strings.Cut(id, "/")
	return "/datasets/" + url.PathEscape(unit) + "/" + url.PathEscape(name)
}

func uploadPath(id string) string { return "/uploads/" + url.PathEscape(id) }

func receiptPath(number string) string { return "/receipts/" + url.PathEscape(number) }

// backTo lets the page of a refusal lead back to where it was asked.
func backTo(err error, path string) error {
	var refusal *submission.Refusal
	if errors.As(err, &refusal) {
		p := problemOf(err)
		p.back = path
		return p
	}
	return err
}

// maxReason is the greatest length of a reason, in characters.
const maxReason = 500

// reason is what a person wrote why; it must not be empty.
func (v *visit) reason(back string) (string, error) {
	reason := strings.TrimSpace(v.r.PostForm.Get("reason"))
	p := errNoReason
	p.back = back
	if reason == "" || utf8.RuneCountInString(reason) > maxReason || !utf8.ValidString(reason) {
		return "", p
	}
	return reason, nil
}
