package sqlserver

import (
	"fmt"
	"time"

	"cdoscore/connectors/database"

	driver "github.com/microsoft/go-mssqldb"
)

// render chooses how the values of a type read.
func render(typeName string, city *time.Location) database.Render {
	switch typeName {
	case "DECIMAL", "MONEY", "SMALLMONEY":
		return database.Decimal
	case "REAL":
		return database.Single
	case "DATE":
		return database.Date
	case "TIME":
		return database.Clock
	case "DATETIME", "DATETIME2", "SMALLDATETIME":
		return database.Naive
	case "DATETIMEOFFSET":
		return database.Instant(city)
	case "UNIQUEIDENTIFIER":
		return identifier
	case "SQL_VARIANT":
		return variant
	case "CHAR", "VARCHAR", "NCHAR", "NVARCHAR", "TEXT", "NTEXT", "XML", "JSON", "BIT", "TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT":
		return database.Plain
	}
	// BINARY, VARBINARY, IMAGE, and types that users or the server compose of bytes.
	return database.Bytes
}

// identifier renders a GUID, whose first three parts are stored backwards.
func identifier(to []byte, value any) ([]byte, error) {
	var id driver.UniqueIdentifier
	if err := id.Scan(value); err != nil {
		return to, err
	}
	return fmt.Appendf(to, "%x-%x-%x-%x-%x", id[0:4], id[4:6], id[6:8], id[8:10], id[10:16]), nil
}

// variant renders what can be only one thing: decimals, GUIDs and bytes look alike
// in the driver's hands, and a time does not say whether it has a zone.
func variant(to []byte, value any) ([]byte, error) {
	switch value.(type) {
	case []byte, time.Time:
		return to, fmt.Errorf("a variant of type %T does not say what it is", value)
	}
	return database.Plain(to, value)
}
