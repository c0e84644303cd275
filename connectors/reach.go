package connectors

import "context"

// Reacher is a Source that can tell, without reading an extract, whether its place
// answers and lets it in: the folder can be listed, the server takes the account. That
// nothing is delivered yet is no fault. Its errors are those of Source.Open.
type Reacher interface {
	Reach(ctx context.Context, r Request) error
}
