//go:build !dm8

package main

import "cdoscore/connectors"

// tagged are the connectors of this build that others do not have: none, without
// Dameng's driver (see connectors/dameng).
func tagged() []connectors.Type { return nil }
