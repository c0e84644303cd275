package sftp

import (
	"errors"
	"net"
	"os"
	"slices"

	"cdoscore/connectors"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// hostKeys holds the server to what known_hosts says.
type hostKeys struct {
	check      ssh.HostKeyCallback
	algorithms []string // those of the keys on record, for the server to offer one of them
	offered    ssh.PublicKey
}

func (s *source) hostKeys(file string) (*hostKeys, error) {
	if _, err := os.Stat(file); err != nil {
		return nil, connectors.NewError(connectors.Platform, file, err, "sftp.known_hosts", file)
	}
	check, err := knownhosts.New(file)
	if err != nil {
		return nil, connectors.NewError(connectors.Platform, file, err, "sftp.known_hosts", file)
	}
	return &hostKeys{check: check, algorithms: s.recorded(check)}, nil
}

// recorded asks with a key that nobody has, to learn which kinds of keys are on
// record for the host.
func (s *source) recorded(check ssh.HostKeyCallback) []string {
	var mismatch *knownhosts.KeyError
	if !errors.As(check(s.address, &net.TCPAddr{}, nobodysKey{}), &mismatch) {
		return nil
	}
	var algorithms []string
	for _, known := range mismatch.Want {
		for _, a := range signatures(known.Key.Type()) {
			if !slices.Contains(algorithms, a) {
				algorithms = append(algorithms, a)
			}
		}
	}
	return algorithms
}

// signatures are the algorithms by which a kind of key signs, SHA-1 left out.
func signatures(keyType string) []string {
	if keyType == ssh.KeyAlgoRSA {
		return []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256}
	}
	return []string{keyType}
}

// verify remembers the key for the message that refuses it.
func (h *hostKeys) verify(host string, remote net.Addr, key ssh.PublicKey) error {
	h.offered = key
	return h.check(host, remote, key)
}

// refused is the failure of a key that is not the one on record, or nil.
func (h *hostKeys) refused(s *source, where string, err error) error {
	var mismatch *knownhosts.KeyError
	var revoked *knownhosts.RevokedError
	switch {
	case h.offered == nil:
		return nil
	case errors.As(err, &mismatch) && len(mismatch.Want) == 0:
		return connectors.NewError(connectors.SourceFault, where, err, "sftp.host_unknown", s.address, h.offered.Type(), ssh.FingerprintSHA256(h.offered))
	case errors.As(err, &mismatch), errors.As(err, &revoked):
		return connectors.NewError(connectors.SourceFault, where, err, "sftp.host_changed", s.address, h.offered.Type(), ssh.FingerprintSHA256(h.offered))
	}
	return nil
}

// nobodysKey is on no record.
type nobodysKey struct{}

func (nobodysKey) Type() string                        { return "none" }
func (nobodysKey) Marshal() []byte                     { return nil }
func (nobodysKey) Verify([]byte, *ssh.Signature) error { return errors.New("not a key") }
