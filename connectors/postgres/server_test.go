package postgres

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"cdoscore/connectors"
	"cdoscore/connectors/connectortest"
	"cdoscore/connectors/databasetest"
)

func read(v connectors.Values, r connectors.Request) ([]connectortest.Row, error) {
	return databasetest.Read(Type(), v, r)
}

func refused(t *testing.T, v connectors.Values, key string) *connectors.Error {
	t.Helper()
	return databasetest.Refused(t, Type(), v, request(t), key)
}

// TestSlotMeetsEveryKindOfTime: the slot is 1 March in Shanghai, whatever kind of
// column it is compared with.
func TestSlotMeetsEveryKindOfTime(t *testing.T) {
	s := running.Get(t)
	do(t, s, "CREATE TABLE paid (id int, d date, n timestamp, z timestamptz, x text)", `INSERT INTO paid VALUES
		(1, '2026-02-28', '2026-02-28 23:59:59', '2026-02-28 15:59:59Z', '2026-02-28 23:59:59'),
		(2, '2026-03-01', '2026-03-01 00:00:00', '2026-02-28 16:00:00Z', '2026-03-01 00:00:00'),
		(3, '2026-03-01', '2026-03-01 23:59:59', '2026-03-01 15:59:59Z', '2026-03-01 23:59:59'),
		(4, '2026-03-02', '2026-03-02 00:00:00', '2026-03-01 16:00:00Z', '2026-03-02 00:00:00')`)
	for _, column := range []string{"d", "n", "z", "x", "d::timestamp", "n::text::date"} {
		query := fmt.Sprintf("SELECT string_agg(id::text, ',') FROM paid WHERE %s >= :slot_start AND %[1]s < :slot_end AND ':slot_start' <> ''", column)
		rows, err := read(on(s, "query", query), request(t))
		if err != nil || rows[0].Cells[0] != "2,3" {
			t.Errorf("%s: %v, %v", column, rows, err)
		}
	}
}

// TestOneSnapshot: what is written while an extract is read is not in it.
func TestOneSnapshot(t *testing.T) {
	s := running.Get(t)
	do(t, s, "CREATE TABLE growing (id int)", "INSERT INTO growing SELECT generate_series(1, 20000)")
	e := connectortest.Open(t, Type(), on(s, "query", "SELECT a.id, (SELECT count(*) FROM growing) FROM growing a"), request(t))
	do(t, s, "INSERT INTO growing SELECT generate_series(1, 20000)", "UPDATE growing SET id = 0")
	rows, _, err := connectortest.ReadAll(e)
	if err != nil || len(rows) != 20000 || rows[19999].Cells[0] != "20000" || rows[19999].Cells[1] != "20000" {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestReasons(t *testing.T) {
	s := running.Get(t)
	do(t, s, "CREATE TABLE kept (id text)", "INSERT INTO kept VALUES ('张三')", "CREATE ROLE stranger LOGIN PASSWORD 'x'")
	refused(t, on(s, "table", "none"), "database.table_absent")
	refused(t, on(s, "query", "SELECT none FROM kept"), "database.table_absent")
	refused(t, on(s, "table", "kept", "user", "stranger", "password", "x"), "database.permission")
	refused(t, on(s, "table", "kept", "password", "wrong"), "database.sign_in")
	refused(t, on(s, "table", "kept", "database", "none"), "database.absent")
	refused(t, on(s, "table", "kept", "port", "1"), "database.unreachable")
	refused(t, on(s, "query", "DELETE FROM kept"), "database.query_failed")
	refused(t, on(s, "query", "SELECT 1; DELETE FROM kept"), "database.query_failed")
	if failure := refused(t, on(s, "query", "SELECT id::int FROM kept"), "database.query_failed"); strings.Contains(failure.Error(), "张三") {
		t.Errorf("a value stands in %q", failure)
	}
	if rows, err := read(on(s, "table", "kept"), request(t)); err != nil || len(rows) != 1 {
		t.Errorf("kept: %v, %v", rows, err)
	}
}

// TestFetchedInPortions: a cursor's portions are the same rows, to the last.
func TestFetchedInPortions(t *testing.T) {
	s := running.Get(t)
	for _, rows := range []int{0, 1, 99, 100, 101, 200, 250} {
		v := on(s, "fetch_rows", "100", "query", fmt.Sprintf("SELECT i, :slot_start::date FROM generate_series(1, %d) i -- rows", rows))
		got, err := read(v, request(t))
		if err != nil || len(got) != rows || rows > 0 && strings.Join(got[rows-1].Cells, " ") != fmt.Sprintf("%d 2026-03-01", rows) {
			t.Errorf("%d rows: %d, %v", rows, len(got), err)
		}
	}
	refused(t, on(s, "fetch_rows", "100", "query", "DELETE FROM pg_class"), "database.query_failed")
}

// TestClosedEarly: a query that nobody reads any more ends on the server too.
func TestClosedEarly(t *testing.T) {
	s := running.Get(t)
	e := connectortest.Open(t, Type(), on(s, "query", "SELECT generate_series(1, 1000000000)"), request(t))
	count := on(s, "query", "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%1000000000%' AND pid <> pg_backend_pid()")
	if rows, err := read(count, request(t)); err != nil || rows[0].Cells[0] != "1" {
		t.Fatalf("while it runs: %v, %v", rows, err)
	}
	e.Close()
	for range 100 {
		if rows, err := read(count, request(t)); err != nil || rows[0].Cells[0] == "0" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Error("the query still runs")
}

// TestHungQuery: the server ends a query that takes longer than declared.
func TestHungQuery(t *testing.T) {
	s := running.Get(t)
	start := time.Now()
	refused(t, on(s, "query", "SELECT pg_sleep(60)", "statement_timeout", "1s"), "database.timeout")
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %s", took)
	}
}

// TestSilentNetwork: what comes from the server is lost on the way; the platform
// gives up by its own clock.
func TestSilentNetwork(t *testing.T) {
	s := running.Get(t)
	v := on(s, "port", losing(t, s.Address(), 100_000), "query", "SELECT i, repeat('x', 500) FROM generate_series(1, 20000) i", "statement_timeout", "1s")
	start := time.Now()
	refused(t, v, "database.timeout")
	if took := time.Since(start); took < time.Second || took > 10*time.Second {
		t.Errorf("took %s", took)
	}
}

// losing is the port of a proxy that loses all that a server says after so many
// bytes.
func losing(t *testing.T, to string, after int64) string {
	t.Helper()
	return proxy(t, func(conn net.Conn) {
		server, err := net.Dial("tcp", to)
		if err != nil {
			return
		}
		defer server.Close()
		go func() {
			io.CopyN(conn, server, after)
			io.Copy(io.Discard, server)
		}()
		io.Copy(server, conn)
	})
}

// proxy is the port on which every connection is served so.
func proxy(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", databasetest.Host+":0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				serve(conn)
			}()
		}
	}()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// TestKilledServer: the server dies while rows are read; after its return the same
// source is read in full.
func TestKilledServer(t *testing.T) {
	s := running.Get(t)
	r := request(t)
	long := on(s, "query", "SELECT i, repeat('x', 500) FROM generate_series(1, 400000) i")
	e := connectortest.Open(t, Type(), long, r)
	record, err := e.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	record.Release()
	s.Kill()
	_, _, err = connectortest.ReadAll(e)
	if failure := connectortest.AsError(t, err); failure.Reason.Key != "database.broken" || !failure.Transient {
		t.Errorf("%+v", failure)
	}
	refused(t, long, "database.unreachable")
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	if rows, err := read(long, r); err != nil || len(rows) != 400000 {
		t.Errorf("after the restart: %d rows, %v", len(rows), err)
	}
}

// TestUnspokenSignIn: servers that ask for what the driver does not speak, among
// them openGauss, which sends its SHA256 under the number of SASL.
func TestUnspokenSignIn(t *testing.T) {
	openGauss := binary.BigEndian.AppendUint32(nil, 10)
	openGauss = binary.BigEndian.AppendUint32(openGauss, 2)
	openGauss = append(openGauss, strings.Repeat("5f", 32)+"0badcafe"...)
	openGauss = binary.BigEndian.AppendUint32(openGauss, 10000)
	for name, message := range map[string][]byte{
		"openGauss":      openGauss,
		"SASL":           append(binary.BigEndian.AppendUint32(nil, 10), "PLAIN\x00\x00"...),
		"GSSAPI":         binary.BigEndian.AppendUint32(nil, 7),
		"SSPI":           binary.BigEndian.AppendUint32(nil, 9),
		"openGauss, SM3": binary.BigEndian.AppendUint32(nil, 13),
	} {
		t.Run(name, func(t *testing.T) {
			port := asking(t, message)
			failure := refused(t, connectors.Values{"host": {databasetest.Host}, "port": {port}, "user": {"u"}, "password": {"geheim"}, "database": {"d"}, "table": {"t"}}, "database.sign_in_method")
			if !strings.Contains(failure.Error(), "password_encryption_type") || failure.Transient {
				t.Errorf("%q", failure)
			}
		})
	}
}

// asking is the port of a server that answers with one request for a sign-in.
func asking(t *testing.T, message []byte) string {
	t.Helper()
	return proxy(t, func(conn net.Conn) {
		var length [4]byte
		if _, err := io.ReadFull(conn, length[:]); err == nil {
			io.CopyN(io.Discard, conn, int64(binary.BigEndian.Uint32(length[:]))-4)
			conn.Write(append(binary.BigEndian.AppendUint32([]byte{'R'}, uint32(len(message)+4)), message...))
		}
	})
}

// TestTLS: a certificate is trusted by its authority's file alone.
func TestTLS(t *testing.T) {
	s := running.Get(t)
	r := request(t)
	certificate, key := selfSigned(t)
	secure := terminating(t, s.Address(), certificate, key)
	if err := os.WriteFile(filepath.Join(r.Dir, "ca.pem"), certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	other, _ := selfSigned(t)
	if err := os.WriteFile(filepath.Join(r.Dir, "other.pem"), other, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, v := range []connectors.Values{on(s, "port", secure, "query", "SELECT 7", "ca_file", "ca.pem"), on(s, "port", secure, "query", "SELECT 7", "tls", "require")} {
		if rows, err := read(v, r); err != nil || rows[0].Cells[0] != "7" {
			t.Errorf("%v: %v, %v", v["tls"], rows, err)
		}
	}
	for _, v := range []connectors.Values{on(s, "port", secure, "query", "SELECT 7", "ca_file", "other.pem"), on(s, "port", secure, "query", "SELECT 7", "tls", "verify"), on(s, "query", "SELECT 7", "tls", "require")} {
		_, err := read(v, r)
		if failure := connectortest.AsError(t, err); failure.Reason.Key != "database.tls" || failure.Transient {
			t.Errorf("%+v", failure)
		}
	}
}

func selfSigned(t *testing.T) (certificate, key []byte) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.ParseIP(databasetest.Host)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})
}

// terminating is the port of a proxy that speaks TLS before a server that does not,
// as PostgreSQL asks for it.
func terminating(t *testing.T, to string, certificate, key []byte) string {
	t.Helper()
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		t.Fatal(err)
	}
	return proxy(t, func(conn net.Conn) {
		var ask [8]byte
		if _, err := io.ReadFull(conn, ask[:]); err != nil {
			return
		}
		conn.Write([]byte{'S'})
		secure := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{pair}})
		server, err := net.Dial("tcp", to)
		if err != nil || secure.Handshake() != nil {
			return
		}
		defer server.Close()
		go io.Copy(server, secure)
		io.Copy(secure, server)
	})
}
