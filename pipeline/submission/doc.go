// Package submission is the department's desk (报送): it takes uploads, has each
// checked in a process of its own, lets a second person review them, makes a
// confirmed one the official delivery of its slot with a numbered receipt, and
// takes nil returns, withdrawals and corrections. It knows no HTTP.
//
// A file is stored under a generated name before anything looks into it; what it
// is, is told by its content. The pipeline reads a confirmed upload as the slot's
// extract (pipeline.Runner.Uploads).
package submission
