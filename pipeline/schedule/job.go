package schedule

import (
	"cmp"
	"slices"
	"time"

	"cdoscore/pipeline/workspace"
)

// Job is what one schedule of the configuration wakes: the workspace's, a unit's or
// a dataset's. Each dataset belongs to one job, the nearest.
type Job struct {
	Name     string // workspace, unit/<id>, dataset/<unit>/<name>
	Schedule Schedule
	Datasets []string // unit/name; empty only where the workspace has none
}

// Jobs returns the jobs of a workspace, the workspace's own first; a schedule to
// which no dataset is left has no job.
func Jobs(w *workspace.Workspace) ([]Job, error) {
	byName := map[string]*Job{}
	var names []string
	if len(w.Datasets) == 0 {
		s, err := Parse(cmp.Or(w.Schedule, Default), w.Zone)
		return []Job{{Name: "workspace", Schedule: s}}, err
	}
	for _, d := range w.Datasets {
		name, expression := "workspace", cmp.Or(w.Schedule, Default)
		if u := w.Unit(d.Unit); u != nil && u.Schedule != "" {
			name, expression = "unit/"+u.ID, u.Schedule
		}
		if d.Schedule != "" {
			name, expression = "dataset/"+d.ID, d.Schedule
		}
		job, known := byName[name]
		if !known {
			s, err := Parse(expression, w.Zone)
			if err != nil {
				return nil, err
			}
			job = &Job{Name: name, Schedule: s}
			byName[name], names = job, append(names, name)
		}
		job.Datasets = append(job.Datasets, d.ID)
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	var out []Job
	for _, name := range names {
		out = append(out, *byName[name])
	}
	return out, nil
}

func rank(name string) int {
	if name == "workspace" {
		return 0
	}
	return 1
}

// Day is the day that a night covers which is planned at a moment: the day before,
// which has ended.
func Day(planned time.Time, zone *time.Location) time.Time {
	at := planned.In(zone)
	return time.Date(at.Year(), at.Month(), at.Day()-1, 0, 0, 0, 0, zone)
}
