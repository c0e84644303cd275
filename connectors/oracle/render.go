package oracle

import (
	"time"

	"cdoscore/connectors/database"
)

// render chooses how the values of a type, as the driver names it, read.
func render(typeName string, city *time.Location) database.Render {
	switch typeName {
	case "NUMBER":
		return database.Decimal
	case "IBFloat", "BFloat":
		return database.Single
	case "DATE", "TIMESTAMP", "TimeStampDTY": // Oracle's DATE has a time of day
		return database.Naive
	case "TimeStampTZ", "TimeStampTZ_DTY", "TimeStampLTZ_DTY", "TimeStampeLTZ":
		return database.Instant(city)
	case "RAW", "LongRaw", "OCIBlobLocator", "OCIFileLocator":
		return database.Bytes
	}
	return database.Plain
}
