package rows

import "database/sql"

// Closed on every path, by hand.
func head(db *sql.DB) (name string, err error) {
	rows, err := db.Query("SELECT name FROM people")
	if err != nil {
		return "", err
	}
	if !rows.Next() {
		return "", rows.Err()
	}
	err = rows.Scan(&name)
	rows.Close()
	return name, err
}
