// Package codes holds what is known of Chinese codes: the built-in code tables
// with their validity in time, and the check digits, each as a Go function and
// as SQL that give the same verdict on every input.
//
// It does no I/O: the tables are embedded.
package codes
