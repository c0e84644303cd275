// Package html writes the report models as pages: for a folder that is opened by a
// browser without any server, and as parts that the web intake lays inside its own
// pages. Both have one stylesheet. The pages need no script, load nothing from
// outside and hold no style within an element, so that a strict content security
// policy suits them; charts are inline SVG.
//
// Like reports/xlsx it lays out and computes nothing: every figure is the model's,
// rounded as in the workbooks.
package html
