package s3

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"cdoscore/connectors"
	"cdoscore/connectors/files"
	"cdoscore/connectors/spool"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

const defaultRegion = "us-east-1"

// Type is the s3 connector for the given formats.
func Type(formats []connectors.Type) connectors.Type {
	return connectors.Type{
		Name:    "s3",
		Summary: "Objects in a store that speaks the S3 protocol.",
		Options: spool.Options(options(), formats),
		New:     func(v connectors.Values) (connectors.Source, error) { return newSource(formats, v) },
	}
}

func options() []connectors.Option {
	return []connectors.Option{
		{Name: "endpoint", Type: connectors.OptionText, Required: true, Doc: "address of the store, such as https://s3.example.gov.cn:9000"},
		{Name: "bucket", Type: connectors.OptionText, Required: true, Doc: "name of the bucket"},
		{Name: "path", Type: connectors.OptionText, Required: true, Doc: "key of the object; may hold *, ?, [..], {slot:2006-01-02} (first day of the slot) and {slot_end:2006-01-02} (its last day)"},
		{Name: "marker", Type: connectors.OptionText, Doc: "key of the object that says that the delivery is complete, with the same dates as path"},
		{Name: "access_key", Type: connectors.OptionText, Doc: "access key; without one the store is asked anonymously"},
		{Name: "secret_key", Type: connectors.OptionText, Secret: true, Doc: "secret key, as ${NAME} from the environment"},
		{Name: "region", Type: connectors.OptionText, Default: defaultRegion, Doc: "region that requests are signed for"},
		{Name: "path_style", Type: connectors.OptionBool, Default: "true", Doc: "the bucket stands in the path of the address; false: in the host's name"},
		{Name: "ca_file", Type: connectors.OptionText, Doc: "file of the certificates to trust in place of the system's, absolute or from the workspace's folder"},
	}
}

// source is a Source of objects.
type source struct {
	spool   *spool.Source
	address *url.URL
	bucket  string
	path    files.Dated
	marker  files.Dated
	options minio.Options
	caFile  string
}

func newSource(formats []connectors.Type, v connectors.Values) (connectors.Source, error) {
	s := &source{bucket: v.Text("bucket", ""), caFile: v.Text("ca_file", "")}
	var err error
	if s.spool, err = spool.New(options(), formats, v); err != nil {
		return nil, err
	}
	if s.address, err = url.Parse(v.Text("endpoint", "")); err != nil || s.address.Host == "" || s.address.User != nil ||
		s.address.Scheme != "https" && s.address.Scheme != "http" || s.address.Path != "" && s.address.Path != "/" {
		return nil, &connectors.OptionError{Option: "endpoint", Message: "must be an address without a path or an account, such as https://s3.example.gov.cn:9000"}
	}
	if s.path, err = files.ParsePath(v.Text("path", "")); err != nil {
		return nil, &connectors.OptionError{Option: "path", Message: err.Error()}
	}
	if s.marker, err = files.ParsePath(v.Text("marker", "")); err != nil {
		return nil, &connectors.OptionError{Option: "marker", Message: err.Error()}
	}
	return s, s.readAccess(v)
}

func (s *source) readAccess(v connectors.Values) error {
	access, secret := v.Text("access_key", ""), v.Text("secret_key", "")
	if (access == "") != (secret == "") {
		return &connectors.OptionError{Option: "secret_key", Message: "goes with access_key: give both or neither"}
	}
	pathStyle, err := v.Bool("path_style", true)
	if err != nil {
		return err
	}
	s.options = minio.Options{
		Creds:        credentials.NewStaticV4(access, secret, ""),
		Secure:       s.address.Scheme == "https",
		Region:       v.Text("region", defaultRegion),
		BucketLookup: minio.BucketLookupDNS,
		MaxRetries:   1, // the spool tries again
	}
	if pathStyle {
		s.options.BucketLookup = minio.BucketLookupPath
	}
	if _, err := minio.New(s.address.Host, &s.options); err != nil {
		return &connectors.OptionError{Option: "endpoint", Message: "is not accepted: " + err.Error()}
	}
	return nil
}

func (s *source) Open(ctx context.Context, r connectors.Request) (connectors.Extract, error) {
	key := s.path.For(r.Slot)
	return s.spool.Open(ctx, r, s.shown(key), func(ctx context.Context, to *spool.Folder) error {
		store, done, err := s.connect(r.Dir)
		if err != nil {
			return err
		}
		defer done()
		return store.fetch(ctx, key, s.marker.For(r.Slot), to)
	})
}

// Reach asks whether the bucket is there for the account.
func (s *source) Reach(ctx context.Context, r connectors.Request) error {
	store, done, err := s.connect(r.Dir)
	if err != nil {
		return err
	}
	defer done()
	there, err := store.client.BucketExists(ctx, s.bucket)
	if err == nil && !there {
		return connectors.NewError(connectors.SourceFault, s.shown(""), nil, "s3.bucket_absent", s.bucket)
	}
	if err != nil {
		return store.fault(ctx, "", err)
	}
	return nil
}

// connect makes a client with connections of its own, which done closes.
func (s *source) connect(dir string) (st *store, done func(), err error) {
	transport, err := spool.Transport(dir, s.caFile)
	if err != nil {
		return nil, nil, err
	}
	o := s.options
	o.Transport = http.RoundTripper(transport)
	client, err := minio.New(s.address.Host, &o)
	if err != nil {
		return nil, nil, fmt.Errorf("client of %s, checked before: %w", s.address.Host, err)
	}
	return &store{source: s, client: client}, transport.CloseIdleConnections, nil
}

// shown names an object in messages.
func (s *source) shown(key string) string { return fmt.Sprintf("s3://%s/%s", s.bucket, key) }
