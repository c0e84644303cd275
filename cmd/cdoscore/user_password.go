package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"cdoscore/pipeline/account"
	"cdoscore/reports/message"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// passwordFlags are where a password comes from. It is never an argument, which
// anybody on the machine could read.
type passwordFlags struct {
	file     string
	generate bool
}

func (p *passwordFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&p.file, "password-file", "", "file whose first line is the password")
	c.Flags().BoolVar(&p.generate, "generate", false, "make a password and print it once")
	c.MarkFlagsMutuallyExclusive("password-file", "generate")
}

// read makes, reads or asks for the password of an account.
func (p *passwordFlags) read(c *cobra.Command, name, lang string) (string, error) {
	if p.generate {
		return account.NewPassword(name), nil
	}
	if p.file != "" {
		f, err := os.Open(p.file)
		if err != nil {
			return "", fmt.Errorf("--password-file: %w", err)
		}
		defer f.Close()
		return firstLine(f)
	}
	in, ok := c.InOrStdin().(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return firstLine(c.InOrStdin())
	}
	return askPassword(in, c.ErrOrStderr(), catalog(lang))
}

// print prints a password that was made.
func (p *passwordFlags) print(w io.Writer, texts *message.Catalog, password string) {
	if p.generate {
		fmt.Fprintln(w, texts.Text("cli.user.password", password))
	}
}

func firstLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", errors.New("there is no password: write it to standard input, or take --password-file or --generate")
	}
	return line, nil
}

// askPassword asks twice, without an echo.
func askPassword(in *os.File, w io.Writer, texts *message.Catalog) (string, error) {
	var typed [2]string
	for i, key := range []string{"cli.user.ask", "cli.user.ask_again"} {
		fmt.Fprint(w, texts.Text(key))
		line, err := term.ReadPassword(int(in.Fd()))
		fmt.Fprintln(w)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		typed[i] = string(line)
	}
	if typed[0] != typed[1] {
		return "", errors.New("the two passwords differ: try again")
	}
	return typed[0], nil
}
