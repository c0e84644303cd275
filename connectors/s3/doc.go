// Package s3 fetches objects from any store that speaks the S3 protocol.
package s3
