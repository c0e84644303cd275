package account

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"cdoscore/pipeline/ledger"
	"cdoscore/rules"
)

// Role is what an account is for. An account has exactly one, which keeps the
// administrators of the system, of security and of the audit apart.
type Role string

// The roles. Officer, Reviewer and CDO belong to one unit; all others to none.
const (
	Officer       Role = "officer"        // fills in and delivers the unit's extracts (填报)
	Reviewer      Role = "reviewer"       // the unit's second person, who checks them (审核)
	CDO           Role = "cdo"            // the unit's Chief Data Officer
	CityReviewer  Role = "city_reviewer"  // reviews all units
	Leader        Role = "leader"         // reads all
	Operator      Role = "operator"       // keeps the nights going
	SystemAdmin   Role = "system_admin"   // makes and disables accounts
	SecurityAdmin Role = "security_admin" // grants roles, second factors, ends sessions
	AuditAdmin    Role = "audit_admin"    // reads the audit trail
)

// Roles lists all roles.
func Roles() []Role {
	return []Role{Officer, Reviewer, CDO, CityReviewer, Leader, Operator, SystemAdmin, SecurityAdmin, AuditAdmin}
}

// OfUnit reports whether accounts of the role belong to one unit.
func (r Role) OfUnit() bool { return r == Officer || r == Reviewer || r == CDO }

// Administers reports whether the role is one of the three that are kept apart.
func (r Role) Administers() bool { return r == SystemAdmin || r == SecurityAdmin || r == AuditAdmin }

// Account is one person's account.
type Account struct {
	Name       string
	Title      string // the person's name or post, for others to read
	Role       Role
	Unit       string // empty: of the city
	Disabled   bool
	TOTP       bool // a one-time code is asked for at sign-in
	MustChange bool // may do nothing before the password is changed
	Created    time.Time
}

func fromLedger(a ledger.Account) Account {
	return Account{a.Name, a.Title, Role(a.Role), a.Unit, a.Disabled, len(a.TOTP) > 0, a.MustChange, a.Created}
}

// ErrNoAccount is wrapped where an account is named that does not exist.
var ErrNoAccount = errors.New("no such account")

// A name is typed at sign-in and stands in the audit trail; a person's name is the
// account's title.
var nameForm = regexp.MustCompile(`^[a-z][a-z0-9._-]{1,31}$`)

// Names are compared in small letters, without spaces around.
func fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

func checkName(name string) error {
	if !nameForm.MatchString(name) {
		return fmt.Errorf("account %q: a name has 2 to 32 characters, small letters, digits, dot, hyphen and underscore, and begins with a letter", name)
	}
	return nil
}

// checkPlace refuses an unknown role, a unit's role without a unit of units, and a
// city's role with one.
func checkPlace(role Role, unit string, units []string) error {
	if !slices.Contains(Roles(), role) {
		names := make([]string, 0, len(Roles()))
		for _, r := range Roles() {
			names = append(names, string(r))
		}
		return fmt.Errorf("unknown role %q%s (there are %s)", role, rules.Suggest(string(role), names), strings.Join(names, ", "))
	}
	switch {
	case role.OfUnit() && unit == "":
		return fmt.Errorf("role %s belongs to one unit: name it", role)
	case !role.OfUnit() && unit != "":
		return fmt.Errorf("role %s belongs to no unit: leave unit %q away, or choose officer, reviewer or cdo", role, unit)
	case unit != "" && !slices.Contains(units, unit):
		return fmt.Errorf("unknown unit %q%s (units.yaml lists %d)", unit, rules.Suggest(unit, units), len(units))
	}
	return nil
}
