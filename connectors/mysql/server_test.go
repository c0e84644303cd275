package mysql

import (
	"fmt"
	"io"
	"net"
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
	do(t, s, "CREATE TABLE paid (id int, d date, n datetime, z timestamp NULL, x varchar(30))", "SET time_zone = '+00:00'", `INSERT INTO paid VALUES
		(1, '2026-02-28', '2026-02-28 23:59:59', '2026-02-28 15:59:59', '2026-02-28 23:59:59'),
		(2, '2026-03-01', '2026-03-01 00:00:00', '2026-02-28 16:00:00', '2026-03-01 00:00:00'),
		(3, '2026-03-01', '2026-03-01 23:59:59', '2026-03-01 15:59:59', '2026-03-01 23:59:59'),
		(4, '2026-03-02', '2026-03-02 00:00:00', '2026-03-01 16:00:00', '2026-03-02 00:00:00')`)
	for _, column := range []string{"d", "n", "z", "x"} {
		query := fmt.Sprintf(`SELECT group_concat(id ORDER BY id) FROM paid WHERE %s >= :slot_start AND %[1]s < :slot_end AND "\":slot_start" <> ''`, column)
		rows, err := read(on(s, "query", query), request(t))
		if err != nil || rows[0].Cells[0] != "2,3" {
			t.Errorf("%s: %v, %v", column, rows, err)
		}
	}
}

// TestOneSnapshot: what is written while an extract is read is not in it.
func TestOneSnapshot(t *testing.T) {
	s := running.Get(t)
	do(t, s, "CREATE TABLE growing (id int) ENGINE=InnoDB", "INSERT INTO growing SELECT seq FROM seq_1_to_200000")
	e := connectortest.Open(t, Type(), on(s, "table", "growing"), request(t))
	do(t, s, "INSERT INTO growing SELECT seq FROM seq_1_to_100", "UPDATE growing SET id = 0")
	rows, _, err := connectortest.ReadAll(e)
	if err != nil || len(rows) != 200000 || rows[199999].Cells[0] != "200000" {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestReasons(t *testing.T) {
	s := running.Get(t)
	do(t, s, "CREATE TABLE kept (id int)", "INSERT INTO kept VALUES (1)", "CREATE TABLE other (id int)", "CREATE USER stranger IDENTIFIED BY 'x'", "GRANT SELECT ON hrss.other TO stranger")
	refused(t, on(s, "table", "none"), "database.table_absent")
	refused(t, on(s, "query", "SELECT none FROM kept"), "database.table_absent")
	refused(t, on(s, "table", "kept", "user", "stranger", "password", "x"), "database.permission")
	refused(t, on(s, "table", "kept", "password", "wrong"), "database.sign_in")
	refused(t, on(s, "table", "kept", "database", "none"), "database.absent")
	refused(t, on(s, "table", "kept", "port", "1"), "database.unreachable")
	refused(t, on(s, "table", "kept", "tls", "require"), "database.tls")
	refused(t, on(s, "query", "DELETE FROM kept"), "database.query_failed")
	refused(t, on(s, "query", "SELECT 1; DELETE FROM kept"), "database.query_failed")
	for _, snapshot := range []string{"true", "false"} {
		if rows, err := read(on(s, "table", "kept", "snapshot", snapshot), request(t)); err != nil || len(rows) != 1 {
			t.Errorf("kept: %v, %v", rows, err)
		}
	}
}

// TestClosedEarly: a query that nobody reads any more ends on the server too.
func TestClosedEarly(t *testing.T) {
	s := running.Get(t)
	e := connectortest.Open(t, Type(), on(s, "query", "SELECT seq FROM seq_1_to_1000000000"), request(t))
	count := on(s, "query", "SELECT count(*) FROM information_schema.processlist WHERE info LIKE '%1000000000%' AND id <> connection_id()")
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

// TestHungQuery: one that the server ends.
func TestHungQuery(t *testing.T) {
	s := running.Get(t)
	start := time.Now()
	refused(t, on(s, "query", "SELECT sleep(60) FROM seq_1_to_2", "statement_timeout", "1s"), "database.timeout")
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %s", took)
	}
}

// TestKilledServer: the server dies while rows are read; after its return the same
// source is read in full.
func TestKilledServer(t *testing.T) {
	s := running.Get(t)
	r := request(t)
	long := on(s, "query", "SELECT seq, repeat('x', 500) FROM seq_1_to_400000")
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

// TestUnspokenSignIn: a server that asks for a plugin which the driver lacks.
func TestUnspokenSignIn(t *testing.T) {
	l, err := net.Listen("tcp", databasetest.Host+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			greet(conn)
		}
	}()
	port := strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	failure := refused(t, connectors.Values{"host": {databasetest.Host}, "port": {port}, "user": {"u"}, "password": {"geheim"}, "database": {"d"}, "table": {"t"}}, "database.sign_in_method")
	if !strings.Contains(failure.Error(), "caching_sha2_password") || failure.Transient {
		t.Errorf("%q", failure)
	}
}

// greet speaks as a server until it asks for a sign-in by dialog.
func greet(conn net.Conn) {
	defer conn.Close()
	packet := func(number byte, body string) {
		conn.Write(append([]byte{byte(len(body)), 0, 0, number}, body...))
	}
	packet(0, "\x0a8.0.36\x00"+"\x01\x00\x00\x00"+"abcdefgh\x00"+"\x00\x82"+"\x2d"+"\x02\x00"+"\x08\x00"+"\x15"+strings.Repeat("\x00", 10)+"ijklmnopqrst\x00"+"mysql_native_password\x00")
	var header [4]byte
	if _, err := io.ReadFull(conn, header[:]); err != nil {
		return
	}
	io.CopyN(io.Discard, conn, int64(header[0])|int64(header[1])<<8)
	packet(2, "\xfedialog\x00prompt\x00")
	io.Copy(io.Discard, conn)
}
