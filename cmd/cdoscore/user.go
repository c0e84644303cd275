package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"cdoscore/pipeline/account"

	"github.com/spf13/cobra"
)

func newUser(g *globals) *cobra.Command {
	c := &cobra.Command{
		Use:   "user",
		Short: "Add, list and change the accounts of those who sign in to `serve`",
		Long: "An account has one role: officer, reviewer and cdo belong to one unit; city_reviewer and leader read all units; operator keeps the nights going;\n" +
			"system_admin, security_admin and audit_admin are kept apart, and none of them may become another. An account is never removed, since the audit trail\n" +
			"names it: disable it. Every change ends the account's sessions and is recorded in the audit trail.",
	}
	c.AddCommand(newUserAdd(g), newUserList(g), newUserSwitch(g, "disable", true), newUserSwitch(g, "enable", false),
		newUserPasswd(g), newUserRole(g), newUserTOTP(g))
	return c
}

func newUserAdd(g *globals) *cobra.Command {
	var a account.Account
	var role string
	var keep bool
	var p passwordFlags
	c := &cobra.Command{
		Use:   "add NAME --role ROLE [--unit UNIT]",
		Short: "Add an account",
		Long:  "The password is asked for on a terminal, else read from standard input or --password-file, or made by --generate and printed once.\nIt must be changed at the first sign-in, unless --keep-password says that its owner chose it.",
		Args:  oneArgument("the account's name"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.withRegistry(c.Context(), func(r *registry) error {
				a.Name, a.Role, a.MustChange = args[0], account.Role(role), !keep
				password, err := p.read(c, args[0], r.lang)
				if err != nil {
					return err
				}
				if err := r.accounts().Add(c.Context(), operator(), a, password); err != nil {
					return err
				}
				texts := catalog(r.lang)
				fmt.Fprintln(c.OutOrStdout(), texts.Text("cli.user.added", strings.ToLower(a.Name), texts.Text("account.role."+role)))
				p.print(c.OutOrStdout(), texts, password)
				return nil
			})
		},
	}
	flags := c.Flags()
	flags.StringVar(&role, "role", "", "the account's one role")
	flags.StringVar(&a.Unit, "unit", "", "the unit of an officer, reviewer or cdo")
	flags.StringVar(&a.Title, "title", "", "the person's name or post, for others to read")
	flags.BoolVar(&keep, "keep-password", false, "the password need not be changed at the first sign-in")
	p.add(c)
	return c
}

func newUserList(g *globals) *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "list",
		Short: "List the accounts",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := checkFormat(format, "table", "json"); err != nil {
				return err
			}
			return g.withRegistry(c.Context(), func(r *registry) error {
				list, err := r.accounts().Accounts(c.Context())
				if err != nil {
					return err
				}
				return r.printAccounts(c.OutOrStdout(), format, list)
			})
		},
	}
	c.Flags().StringVar(&format, "format", "table", "table or json")
	return c
}

// accountDocument is an account in the document of `user list --format json`.
type accountDocument struct {
	Name       string       `json:"name"`
	Title      string       `json:"title"`
	Role       account.Role `json:"role"`
	Unit       string       `json:"unit"`
	Disabled   bool         `json:"disabled"`
	TOTP       bool         `json:"totp"`
	MustChange bool         `json:"must_change"`
	Created    time.Time    `json:"created"`
}

func (r *registry) printAccounts(w io.Writer, format string, list []account.Account) error {
	texts := catalog(r.lang)
	documents := make([]accountDocument, 0, len(list))
	table := [][]string{{texts.Text("cli.user.name"), texts.Text("cli.user.title"), texts.Text("cli.user.role"), texts.Text("cli.user.unit"), texts.Text("cli.user.state")}}
	for _, a := range list {
		documents = append(documents, accountDocument{a.Name, a.Title, a.Role, a.Unit, a.Disabled, a.TOTP, a.MustChange, a.Created})
		var states []string
		for _, s := range []struct {
			is  bool
			key string
		}{{a.Disabled, "disabled"}, {!a.Disabled, "enabled"}, {a.TOTP, "totp"}, {a.MustChange, "must_change"}} {
			if s.is {
				states = append(states, texts.Text("cli.user.state."+s.key))
			}
		}
		table = append(table, []string{a.Name, dash(a.Title), texts.Text("account.role." + string(a.Role)), dash(a.Unit), strings.Join(states, " · ")})
	}
	if format == "json" {
		return writeJSON(w, documents)
	}
	if len(list) == 0 {
		fmt.Fprintln(w, texts.Text("cli.user.none"))
		return nil
	}
	printTable(w, table)
	return nil
}

func newUserSwitch(g *globals, verb string, disabled bool) *cobra.Command {
	short := map[bool]string{true: "Disable an account; its sessions end at once", false: "Enable an account again, and end its throttling"}
	return &cobra.Command{
		Use:   verb + " NAME",
		Short: short[disabled],
		Args:  oneArgument("the account's name"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.changeUser(c, "cli.user."+verb+"d", args[0], func(ctx context.Context, s *account.Service) error {
				return s.SetDisabled(ctx, operator(), args[0], disabled)
			})
		},
	}
}

func newUserRole(g *globals) *cobra.Command {
	var role, unit string
	c := &cobra.Command{
		Use:   "role NAME --role ROLE [--unit UNIT]",
		Short: "Give an account another role or unit",
		Args:  oneArgument("the account's name"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.changeUser(c, "cli.user.changed", args[0], func(ctx context.Context, s *account.Service) error {
				return s.SetRole(ctx, operator(), args[0], account.Role(role), unit)
			})
		},
	}
	c.Flags().StringVar(&role, "role", "", "the account's one role")
	c.Flags().StringVar(&unit, "unit", "", "the unit of an officer, reviewer or cdo")
	return c
}

func newUserPasswd(g *globals) *cobra.Command {
	var p passwordFlags
	c := &cobra.Command{
		Use:   "passwd NAME",
		Short: "Give an account a password, which its owner must change at the next sign-in; ends its throttling",
		Args:  oneArgument("the account's name"),
		RunE: func(c *cobra.Command, args []string) error {
			return g.withRegistry(c.Context(), func(r *registry) error {
				password, err := p.read(c, args[0], r.lang)
				if err != nil {
					return err
				}
				if err := r.accounts().SetPassword(c.Context(), operator(), args[0], password); err != nil {
					return err
				}
				texts := catalog(r.lang)
				fmt.Fprintln(c.OutOrStdout(), texts.Text("cli.user.passwd", args[0]))
				p.print(c.OutOrStdout(), texts, password)
				return nil
			})
		},
	}
	p.add(c)
	return c
}

func newUserTOTP(g *globals) *cobra.Command {
	var remove bool
	c := &cobra.Command{
		Use:   "totp NAME",
		Short: "Ask an account for a one-time code (RFC 6238) at every sign-in; prints its secret once",
		Long: "The secret is printed once, to be typed into an authenticator app or drawn as a QR code from the otpauth:// address. In the ledger it is sealed\n" +
			"with the key in var/" + totpKeyFile + " (mode 0600): a copy of the ledger alone does not give it away, one of the whole state folder does.",
		Args: oneArgument("the account's name"),
		RunE: func(c *cobra.Command, args []string) error {
			if remove {
				return g.changeUser(c, "cli.user.totp_removed", args[0], func(ctx context.Context, s *account.Service) error { return s.RemoveTOTP(ctx, operator(), args[0]) })
			}
			return g.withRegistry(c.Context(), func(r *registry) error {
				e, err := r.accounts().EnrolTOTP(c.Context(), operator(), args[0], r.w.City.In(r.lang))
				if err != nil {
					return err
				}
				fmt.Fprintln(c.OutOrStdout(), catalog(r.lang).Text("cli.user.totp", args[0], e.Secret, e.URL))
				return nil
			})
		},
	}
	c.Flags().BoolVar(&remove, "remove", false, "no longer ask for a code")
	return c
}

// changeUser does one change and says so.
func (g *globals) changeUser(c *cobra.Command, done, name string, change func(context.Context, *account.Service) error) error {
	return g.withRegistry(c.Context(), func(r *registry) error {
		if err := change(c.Context(), r.accounts()); err != nil {
			return err
		}
		fmt.Fprintln(c.OutOrStdout(), catalog(r.lang).Text(done, name))
		return nil
	})
}
