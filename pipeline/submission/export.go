package submission

// Table takes the lines of a table one by one. Every value is text.
type Table interface {
	Line(cells []string) error
	Close() error
}
