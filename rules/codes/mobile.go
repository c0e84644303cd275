package codes

import (
	"fmt"
	"regexp"
)

const (
	mobileForm        = `1[3-9][0-9]{9}`
	mobileCountryForm = `(\+86[- ]?)?1[3-9][0-9]{9}`
)

var (
	mobile        = regexp.MustCompile(`^(?:` + mobileForm + `)$`)
	mobileCountry = regexp.MustCompile(`^(?:` + mobileCountryForm + `)$`)
)

// MobileCN reports whether s is a mainland mobile number: 1, a digit 3-9, nine
// more digits. With country a leading +86, with or without a space or hyphen,
// is allowed.
func MobileCN(s string, country bool) bool {
	if country {
		return mobileCountry.MatchString(s)
	}
	return mobile.MatchString(s)
}

// MobileCNSQL returns SQL with the verdict of MobileCN on x.
func MobileCNSQL(x string, country bool) string {
	form := mobileForm
	if country {
		form = mobileCountryForm
	}
	return fmt.Sprintf("regexp_full_match(%s, '%s')", x, form)
}
