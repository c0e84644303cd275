// Package upload is the source of datasets that officers hand in at the desk. It
// has nothing to fetch: what was confirmed for a slot is read by Of, which the
// wiring calls; the source itself says that nothing was handed in.
package upload
