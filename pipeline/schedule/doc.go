// Package schedule says when the night begins: cron expressions in the city's
// zone, checked before they are trusted. Cron only wakes the run; what is due
// then comes from the ledger.
package schedule
