// Package schedule carries out the nights. Cron expressions in the city's zone,
// checked before they are trusted, say when a night is planned; what is due then
// comes from the ledger, where every planned night stands until it is settled, and
// never from the memory of a process. So a night that a stopped machine missed is
// caught up with its own day, and one that was broken off is done again.
//
// One night is at work at a time, since one process writes a workspace's results.
package schedule
