package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the city's zone must be there on any machine

	"cdoscore/pipeline/snapshot"

	"github.com/apache/arrow/go/v15/arrow/memory"
)

func main() {
	memory.DefaultAllocator = snapshot.Memory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := Main(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// The exit codes.
const (
	exitDone       = 0
	exitFailUnder  = 1
	exitUsage      = 2
	exitUnassessed = 3
)

// exitError ends the command with a code of its own; Err may be nil where
// everything was said already.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// Main runs one command and returns its exit code.
func Main(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	if text := err.Error(); text != "" {
		fmt.Fprintln(stderr, text)
	}
	return codeOf(err)
}

// codeOf is an error's own code; every other error is one of usage or
// configuration.
func codeOf(err error) int {
	var own *exitError
	if errors.As(err, &own) {
		return own.code
	}
	return exitUsage
}
