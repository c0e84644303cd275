package reports

import (
	"errors"
	"fmt"
	"time"
)

// Location is the city's time zone, in which reports show moments.
func (m Method) Location() (*time.Location, error) {
	if m.Zone == "" {
		return nil, errors.New("the report names no time zone: Method.Zone must hold the city's")
	}
	place, err := time.LoadLocation(m.Zone)
	if err != nil {
		return nil, fmt.Errorf("time zone %q of the report: %w", m.Zone, err)
	}
	return place, nil
}
