//go:build dm8

package main

import (
	"cdoscore/connectors"
	"cdoscore/connectors/dameng"
)

// tagged are the connectors of this build that others do not have.
func tagged() []connectors.Type { return []connectors.Type{dameng.Type()} }
