// Package dameng is the place for Dameng DM8, whose driver comes with the database
// and cannot be had from a public registry: nothing of it is part of this program,
// and nothing here was run against a DM8 server.
//
// Whoever has the driver (drivers/go/dm-go-driver.zip of an installation) builds a
// cdoscore that reads DM8:
//
//  1. unpack it beside go.mod, say to third_party/dm, and tell the module:
//     go mod edit -require=dm@v0.0.0 -replace=dm=./third_party/dm
//
//  2. write cmd/cdoscore/dameng_driver.go:
//     //go:build dm8
//
//     package main
//
//     import _ "dm" // registers the driver dm
//
//  3. build with -tags dm8, and run CDOSCORE_TEST_DM8_DSN=dm://user:password@host:5236
//     go test -tags dm8 ./connectors/dameng
//
// The tag adds the connector dameng to the program's list: the shared core of
// databases over whatever driver is registered under the name dm.
package dameng
