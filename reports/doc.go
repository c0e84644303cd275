// Package reports holds the report model: what a unit's and the city's workbook
// say, as plain values, built from the ledger and the scores. Writers (reports/xlsx)
// lay it out and compute nothing.
package reports
