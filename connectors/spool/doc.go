// Package spool brings content from elsewhere to the connectors of files: what
// sftp, s3, http and command have in common.
//
// Everything of a slot is first fetched whole into a folder for the owner only,
// under limits of time and size, and again after a transient fault. Only then does
// a format (csv, excel, …), which the wiring passes in, read it as it reads any
// delivery. So half a download is never an extract, and no format knows where its
// files came from. The folder goes when the extract is closed.
package spool
