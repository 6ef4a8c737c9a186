package loops

import "database/sql"

// The end of the transaction closes its statement.
func insertEach(db *sql.DB, queries []string) error {
	for _, query := range queries {
		tx, err := db.Begin()
		if err != nil {
			return err
		}
		stmt, err := tx.Prepare(query)
		if err != nil {
			return err
		}
		defer stmt.Close() // want "go-defer-in-loop:low"
		if _, err := stmt.Exec(); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

// All of one transaction stay until it ends.
func insertAll(tx *sql.Tx, queries []string) error {
	for _, query := range queries {
		stmt, err := tx.Prepare(query)
		if err != nil {
			return err
		}
		defer stmt.Close() // want "go-defer-in-loop-resource:high"
		if _, err := stmt.Exec(); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// And so do those of a database.
func execAll(db *sql.DB, queries []string) error {
	for _, query := range queries {
		stmt, err := db.Prepare(query)
		if err != nil {
			return err
		}
		defer stmt.Close() // want "go-defer-in-loop-resource:high"
		if _, err := stmt.Exec(); err != nil {
			return err
		}
	}
	return nil
}
