// Package files finds and opens the files of an extract for the connectors that
// read files: it expands slot dates and wildcards in their paths, waits for a
// completion marker, decompresses, limits sizes, notices files that are still
// being written, and chains the files of one delivery into one extract.
package files
