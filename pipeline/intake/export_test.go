package intake

// Patterns are those of all routes that need a session.
func (in *Intake) Patterns() []string {
	var out []string
	for _, r := range in.routes() {
		if r.reach > anybody {
			out = append(out, r.pattern)
		}
	}
	return out
}

var (
	Disposition = disposition
	SenderName  = senderName
	LocalPath   = localPath
)
