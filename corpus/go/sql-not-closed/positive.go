package rows

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jmoiron/sqlx"
)

// Read for the first row, and left.
func first(db *sql.DB) (name string, err error) {
	rows, err := db.Query("SELECT name FROM people") // want "go-sql-not-closed:high"
	if err != nil {
		return "", err
	}
	if rows.Next() {
		err = rows.Scan(&name)
		return name, err
	}
	return "", nil
}

// A statement for each call, none given back.
func prepared(db *sql.DB, id int) error {
	stmt, err := db.Prepare("DELETE FROM people WHERE id = ?") // want "go-sql-not-closed:high"
	if err != nil {
		return err
	}
	_, err = stmt.Exec(id)
	return err
}

// A connection that the pool does not see again.
func pinned(ctx context.Context, db *sql.DB) error {
	conn, err := db.Conn(ctx) // want "go-sql-not-closed:high"
	if err != nil {
		return err
	}
	return conn.PingContext(ctx)
}

type store struct{ db *sqlx.DB }

// Of another library, through a field.
func (s *store) any(query string) (bool, error) {
	rows, err := s.db.Queryx(query) // want "go-sql-not-closed:high"
	if err != nil {
		return false, err
	}
	return rows.Next(), nil
}

// A pool's connection is released, not closed.
func acquired(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx) // want "go-sql-not-closed:high"
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "SELECT 1")
	return err
}

// Given away only when all went well.
func onSuccess(db *sql.DB) (*sql.Rows, error) {
	rows, err := db.Query("SELECT 1") // want "go-sql-not-closed:medium"
	if err != nil {
		return nil, err
	}
	if _, err := rows.Columns(); err != nil {
		return nil, err
	}
	return rows, nil
}
