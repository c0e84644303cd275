// Package workspace loads the folder of configuration that a batch works from:
// settings, units, indicators, datasets with their rules, code tables, calendar.
//
// Every file is parsed once into a strict model, with a place for every mistake;
// all mistakes of all files are reported together, as a *rules.ConfigError. After
// this border nothing in the pipeline reads YAML. What a workspace may name
// (kinds of rules, connectors, built-in tables) is handed in by cmd as Deps, so
// the package knows no concrete connector and no engine.
//
// The package also knows when slots end and are due (slot.go, due.go), because
// both follow from the declared update cycle and the calendar alone.
package workspace
