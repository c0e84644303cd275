//go:build linux

package databasetest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
)

const postgresFolder = "/usr/lib/postgresql/*/bin"

// StartPostgres starts a server whose User owns Database.
func StartPostgres() (*Server, error) {
	initdb, err := program("initdb", postgresFolder)
	if err != nil {
		return nil, err
	}
	postgres, err := program("postgres", postgresFolder)
	if err != nil {
		return nil, err
	}
	s, err := newServer("postgres", "postgres", "nobody")
	if err != nil {
		return nil, err
	}
	secret := filepath.Join(s.dir, "password")
	if err := os.WriteFile(secret, []byte(Password+"\n"), 0o644); err != nil {
		return nil, err
	}
	data := filepath.Join(s.dir, "data")
	if err := s.run(initdb, "-D", data, "-U", User, "--pwfile", secret, "-A", "scram-sha-256", "-E", "UTF8", "--locale", "C", "--no-sync"); err != nil {
		return nil, err
	}
	s.argv = []string{postgres, "-D", data, "-p", strconv.Itoa(s.Port), "-c", "listen_addresses=" + Host, "-c", "unix_socket_directories=",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_wal_size=4GB", "-c", "autovacuum=off"}
	s.ready = func(s *Server) error { return s.postgres("postgres", "SELECT 1") }
	if err := s.Restart(); err != nil {
		return nil, err
	}
	return s, s.postgres("postgres", "CREATE DATABASE "+Database)
}

// PostgresDSN is the address of a database with the account's password.
func (s *Server) PostgresDSN(database string) string {
	return (&url.URL{Scheme: "postgres", User: url.UserPassword(User, Password), Host: s.Address(), Path: "/" + database, RawQuery: "sslmode=disable"}).String()
}

// Postgres runs statements in Database.
func (s *Server) Postgres(statements ...string) error { return s.postgres(Database, statements...) }

func (s *Server) postgres(database string, statements ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.PostgresDSN(database))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, text := range statements {
		if _, err := conn.PgConn().Exec(ctx, text).ReadAll(); err != nil {
			return fmt.Errorf("%.200s: %w", text, err)
		}
	}
	return nil
}
