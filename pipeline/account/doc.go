// Package account says who may enter, and what they may do: accounts with one role
// each, passwords, sessions, throttled sign-in. It speaks no HTTP; what it decides is
// kept in the ledger, and every act is in the audit trail by the same transaction.
package account
