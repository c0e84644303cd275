// Package backup writes a whole workspace into one archive while it is at work, and
// lays it out again.
//
// The archive is a tar of Zstandard frames, one frame for each file, so that damage
// is confined to a file that can be named; its last entry is the manifest, with the
// SHA-256 of every other. The ledger is copied first, at one moment; of runs and snapshots the
// archive holds those that this copy names, which never change after they are named.
// Any tar with Zstandard can unpack it.
package backup
