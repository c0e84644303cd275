//go:build linux

package databasetest

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/go-sql-driver/mysql"
)

// StartMariaDB starts a server whose User may do anything in Database.
func StartMariaDB() (*Server, error) {
	install, err := program("mariadb-install-db", "/usr/bin")
	if err != nil {
		return nil, err
	}
	mariadbd, err := program("mariadbd", "/usr/sbin", "/usr/libexec")
	if err != nil {
		return nil, err
	}
	s, err := newServer("mariadb", "mysql", "nobody")
	if err != nil {
		return nil, err
	}
	data, first := filepath.Join(s.dir, "data"), filepath.Join(s.dir, "first.sql")
	account := fmt.Sprintf("'%s'@'%%'", User)
	statements := "CREATE DATABASE IF NOT EXISTS " + Database + " CHARACTER SET utf8mb4;\n" +
		"CREATE OR REPLACE USER " + account + " IDENTIFIED BY '" + strings.ReplaceAll(Password, "'", "''") + "';\n" +
		"GRANT ALL ON *.* TO " + account + " WITH GRANT OPTION;\n"
	if err := os.WriteFile(first, []byte(statements), 0o644); err != nil {
		return nil, err
	}
	if err := s.run(install, "--no-defaults", "--datadir="+data, "--skip-test-db", "--skip-name-resolve", "--auth-root-authentication-method=normal"); err != nil {
		return nil, err
	}
	s.argv = []string{mariadbd, "--no-defaults", "--datadir=" + data, "--port=" + strconv.Itoa(s.Port), "--bind-address=" + Host, "--socket=" + filepath.Join(s.dir, "socket"),
		"--pid-file=" + filepath.Join(s.dir, "pid"), "--skip-name-resolve", "--init-file=" + first, "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M", "--max-allowed-packet=64M"}
	s.ready = func(s *Server) error { return s.MariaDB("SELECT 1") }
	return s, s.Restart()
}

// MariaDBConfig is how the account signs in to Database.
func (s *Server) MariaDBConfig() *mysql.Config {
	c := mysql.NewConfig()
	c.Net, c.Addr, c.User, c.Passwd, c.DBName = "tcp", s.Address(), User, Password, Database
	return c
}

// MariaDB runs statements in Database.
func (s *Server) MariaDB(statements ...string) error {
	connector, err := mysql.NewConnector(s.MariaDBConfig())
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, text := range statements {
		if _, err := db.Exec(text); err != nil {
			return fmt.Errorf("%.200s: %w", text, err)
		}
	}
	return nil
}
