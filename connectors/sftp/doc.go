// Package sftp fetches files over SFTP, by key or password. The server's key must
// stand in a known_hosts file: an unknown one is refused with its fingerprint, so
// that somebody can compare it with what the server's owner says.
package sftp
