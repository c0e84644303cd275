// Package notice tells people what a night has found: by mail, by webhook, and
// always as a file in the outbox, from which the other two are sent. Each notice
// goes to each of its recipients once; the ledger knows which were written, and
// which are still to be sent.
//
// A notice holds titles, states, reasons and points, and no value of any extract.
package notice
