package rows

import (
	"context"
	"database/sql"

	"github.com/jackc/pgx/v5/pgxpool"
)

// The ordinary way.
func names(db *sql.DB) (list []string, err error) {
	rows, err := db.Query("SELECT name FROM people")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		list = append(list, name)
	}
	return list, rows.Err()
}

// Read to the end, they close themselves.
func drained(db *sql.DB) (count int, err error) {
	rows, err := db.Query("SELECT 1")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		count++
	}
	return count, rows.Err()
}

// One row closes itself.
func one(db *sql.DB) (name string, err error) {
	err = db.QueryRow("SELECT name FROM people").Scan(&name)
	return name, err
}

// The transaction ends its statements, the caller the transaction.
func inTransaction(ctx context.Context, db *sql.DB) (*sql.Tx, error) {
	return db.BeginTx(ctx, nil)
}

// Handed on.
func handedOn(db *sql.DB) (*sql.Rows, error) {
	rows, err := db.Query("SELECT 1")
	return rows, err
}

// Released by a literal that is deferred.
func released(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer func() { conn.Release() }()
	return conn.Ping(ctx)
}
