package reports

import (
	"errors"
	"fmt"
	"time"
)

// Location is a city's time zone, in which reports show moments, by its name.
func Location(zone string) (*time.Location, error) {
	if zone == "" {
		return nil, errors.New("the report names no time zone: its Zone must hold the city's")
	}
	place, err := time.LoadLocation(zone)
	if err != nil {
		return nil, fmt.Errorf("time zone %q of the report: %w", zone, err)
	}
	return place, nil
}
