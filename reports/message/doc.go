// Package message holds every text that officials read in a workbook, in the
// three languages of the product: zh-Hans (the default), zh-Hant and en.
//
// A text is found by its key and may hold the marks {0}, {1}, … for its
// arguments, so that the scores and the ledger carry keys and figures only and
// one run can be reported in any language. The scripts are written side by side
// and never converted into each other. It stands between the report model, whose
// reasons are rules.Note, and the writers that lay it out.
package message
