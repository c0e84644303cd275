package account_test

import (
	"strings"
	"testing"

	"cdoscore/pipeline/account"
)

// matrix is who may do what, by hand: o on the own unit, a on any unit that is
// named, c as a matter of the city, - not at all.
const matrix = `
                officer reviewer cdo city_reviewer leader operator system_admin security_admin audit_admin
see.unit        o       o        o   a             a      -        -            -              -
upload          o       -        -   -             -      -        -            -              -
review          -       o        o   -             -      -        -            -              -
confirm         o       o        o   -             -      -        -            -              -
withdraw        o       o        o   -             -      -        -            -              -
nil_return      o       -        -   -             -      -        -            -              -
export          o       o        o   -             -      -        -            -              -
reply           o       -        o   -             -      -        -            -              -
self_assess     o       -        o   -             -      -        -            -              -
sign_off        -       -        o   -             -      -        -            -              -
review.annual   -       -        -   a             -      -        -            -              -
rule            -       -        -   a             -      -        -            -              -
see.city        -       -        -   c             c      -        -            -              -
approve         -       -        -   -             c      -        -            -              -
operate         -       -        -   -             -      c        -            -              -
accounts.see    -       -        -   -             -      -        c            c              -
accounts.manage -       -        -   -             -      -        c            -              -
accounts.grant  -       -        -   -             -      -        -            c              -
sessions.end    -       -        -   -             -      -        -            c              -
audit.read      -       -        -   -             -      -        -            -              c
`

// TestMay asks each role for each action on its own unit, on another's and on none.
func TestMay(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(matrix), "\n")
	roles := strings.Fields(lines[0])
	if len(roles) != len(account.Roles()) || len(lines)-1 != len(account.Actions()) {
		t.Fatalf("the table has %d roles and %d actions, the program %d and %d", len(roles), len(lines)-1, len(account.Roles()), len(account.Actions()))
	}
	granted := map[string][3]bool{"o": {true, false, false}, "a": {true, true, false}, "c": {true, true, true}, "-": {}}
	asked := 0
	for _, line := range lines[1:] {
		cells := strings.Fields(line)
		for i, role := range roles {
			a := account.Account{Name: "x", Role: account.Role(role)}
			if a.Role.OfUnit() {
				a.Unit = "hrss"
			}
			for j, unit := range []string{"hrss", "police", ""} {
				asked++
				if got, want := a.May(account.Action(cells[0]), unit), granted[cells[i+1]][j]; got != want {
					t.Errorf("%s may %s on unit %q: %v, want %v", role, cells[0], unit, got, want)
				}
				for _, barred := range []account.Account{{Role: a.Role, Unit: a.Unit, Disabled: true}, {Role: a.Role, Unit: a.Unit, MustChange: true}} {
					if barred.May(account.Action(cells[0]), unit) {
						t.Errorf("%s may %s although disabled or before changing the password", role, cells[0])
					}
				}
			}
		}
	}
	if want := 9 * 20 * 3; asked != want {
		t.Errorf("asked %d times, want %d", asked, want)
	}
	if (account.Account{Role: "officer", Unit: ""}).May(account.SeeUnit, "") || (account.Account{Role: "mayor"}).May(account.SeeCity, "") {
		t.Error("an officer of no unit, or an unknown role, may see something")
	}
}
