package account

import (
	_ "embed"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	minPassword = 10
	maxPassword = 256 // characters
)

//go:embed common.txt
var commonPasswords string

// WeakPasswordError says why a password is refused; "account." and Reason is the
// key of its text in Texts.
type WeakPasswordError struct {
	Reason string // weak.short, weak.long, weak.name, weak.common, weak.simple, weak.same
}

func (e *WeakPasswordError) Error() string {
	switch e.Reason {
	case "weak.short":
		return fmt.Sprintf("the password is too short: take at least %d characters", minPassword)
	case "weak.long":
		return fmt.Sprintf("the password is too long: take at most %d characters", maxPassword)
	case "weak.name":
		return "the password contains the account's name: take another"
	case "weak.common":
		return "the password is among those that are tried first: take another"
	case "weak.same":
		return "the new password is the old one: take another"
	}
	return "the password repeats or counts on a few characters: take another"
}

// checkPassword holds a password to the policy: long, and not among those that are
// guessed first. Kinds of characters are not asked for, which NIST SP 800-63B
// advises against.
func checkPassword(name, password string) error {
	p := strings.ToLower(norm.NFKC.String(password))
	n := utf8.RuneCountInString(p)
	switch {
	case n < minPassword:
		return &WeakPasswordError{"weak.short"}
	case n > maxPassword:
		return &WeakPasswordError{"weak.long"}
	case strings.Contains(p, name):
		return &WeakPasswordError{"weak.name"}
	case common(p):
		return &WeakPasswordError{"weak.common"}
	case simple([]rune(p)):
		return &WeakPasswordError{"weak.simple"}
	}
	return nil
}

// common reports whether p is on the list, or on it with digits and signs around.
func common(p string) bool {
	list := strings.Fields(commonPasswords)
	bare := strings.Trim(p, "0123456789!@#$%^&*()_+-=.?~ ")
	return slices.Contains(list, p) || slices.Contains(list, bare)
}

// simple reports whether p has fewer than five different characters, or each
// follows the one before in the alphabet, the digits or a repetition.
func simple(p []rune) bool {
	different := map[rune]bool{}
	steps := map[rune]bool{}
	for i, r := range p {
		different[r] = true
		if i > 0 {
			steps[r-p[i-1]] = true
		}
	}
	if len(different) < 5 {
		return true
	}
	for _, step := range []rune{1, -1} {
		if steps[step] && len(steps) <= 2 {
			return true
		}
	}
	return false
}

// NewPassword returns a password for the account of a name that cannot be guessed and
// is easily read out: twenty letters and digits in fours, 100 bits. By chance a short
// name may stand in what is drawn; then it is drawn again.
func NewPassword(name string) string {
	for name = fold(name); ; {
		text := strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(random(13)))[:20]
		p := strings.Join([]string{text[0:4], text[4:8], text[8:12], text[12:16], text[16:20]}, "-")
		if checkName(name) != nil || checkPassword(name, p) == nil {
			return p
		}
	}
}
