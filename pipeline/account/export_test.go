package account

// Hashes is how many passwords were really hashed.
func (s *Service) Hashes() int64 { return s.hasher.computed.Load() }
