//go:build !linux

package ruletest_test

import "io/fs"

// accessed is known on Linux alone.
func accessed(fs.FileInfo) string { return "" }
