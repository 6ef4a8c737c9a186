package rows

import "database/sql"

// Where a row cannot be read, they stay open.
func names(db *sql.DB) (list []string, err error) {
	rows, err := db.Query("SELECT name FROM people") // want "go-sql-close-not-deferred:low"
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		list = append(list, name)
	}
	rows.Close()
	return list, nil
}
