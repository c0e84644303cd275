// Package command runs a declared program and reads what it prints: the way to
// every system that has a client of its own.
//
// No shell is involved: the program gets its arguments as they are declared, an
// environment of nothing but PATH, LANG, TZ and the declared variables, and no
// standard input. It ends with status 0 when its output is whole; with any other
// the output is thrown away. Status 75 (EX_TEMPFAIL) asks for a later try.
package command
