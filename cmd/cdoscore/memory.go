package main

import (
	"os"
	"runtime/debug"
)

// The memory in which a command that writes many files may leave garbage.
const (
	roomyPercent = 800
	roomyBytes   = 1 << 30
)

// roomy makes the collector of garbage wait until nine times what is in use is taken,
// within a gigabyte: a year's files are made of gigabytes that live for a moment, and
// collecting them as eagerly as elsewhere took a fifth of the time. What it returns
// ends that. Who has set GOGC knows better.
func roomy() (end func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	percent, limit := debug.SetGCPercent(roomyPercent), debug.SetMemoryLimit(-1)
	debug.SetMemoryLimit(min(limit, roomyBytes))
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}
