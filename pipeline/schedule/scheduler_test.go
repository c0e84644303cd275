package schedule_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"cdoscore/pipeline/clock"
	"cdoscore/pipeline/ledger"
	"cdoscore/pipeline/schedule"
)

// TestThreeNightsDown: a machine that was down for three nights catches up those
// within the window, each with its own day, once.
func TestThreeNightsDown(t *testing.T) {
	for _, test := range []struct {
		name    string
		catchUp time.Duration
		want    []string
		expired int
	}{
		{"all three", 72 * time.Hour, []string{"day 03-03 workspace/d at 03-06 12:00", "day 03-04 workspace/d at 03-06 12:00", "night 03-05 workspace/d at 03-06 12:00"}, 0},
		{"two of them", 48 * time.Hour, []string{"day 03-04 workspace/d at 03-06 12:00", "night 03-05 workspace/d at 03-06 12:00"}, 1},
		{"off", 0, nil, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			inCity(t, "Asia/Shanghai", "2026-03-02 12:00", test.catchUp, daily, func(c *city) {
				c.want(c.serve("2026-03-03 07:00"), "night 03-02 workspace/d at 03-03 06:00")
				c.sleep("2026-03-06 12:00")
				c.want(c.serve("2026-03-06 13:00"), test.want...)
				c.want(c.serve("2026-03-06 23:00")) // once
				c.want(c.serve("2026-03-07 07:00"), "night 03-06 workspace/d at 03-07 06:00")
				expired := 0
				for _, n := range c.nights() {
					if strings.Contains(n, " expired ") {
						expired++
					}
				}
				if expired != test.expired {
					t.Errorf("%d nights expired, want %d:\n%s", expired, test.expired, strings.Join(c.nights(), "\n"))
				}
			})
		})
	}
}

// jumping is a clock that a suspended machine finds set forward.
type jumping struct {
	clock.Clock
	mu sync.Mutex
	by time.Duration
}

func (j *jumping) Now() time.Time {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.Clock.Now().Add(j.by)
}

// TestASuspendedMachine: a process that slept with its machine finds the nights that
// it missed within a minute, and runs those within the window.
func TestASuspendedMachine(t *testing.T) {
	inCity(t, "Asia/Shanghai", "2026-03-02 12:00", 48*time.Hour, daily, func(c *city) {
		j := &jumping{Clock: c.clock}
		c.clock = j
		go func() {
			time.Sleep(time.Hour)
			j.mu.Lock()
			defer j.mu.Unlock()
			j.by = 7 * 24 * time.Hour
		}()
		c.want(c.serve("2026-03-02 14:00"), "day 03-07 workspace/d at 03-09 13:00", "night 03-08 workspace/d at 03-09 13:00")
	})
}

// TestNothingBeforeTheFirstStart: a new service owes no night of the past; the
// command for a timer owes the one of its hour.
func TestNothingBeforeTheFirstStart(t *testing.T) {
	inCity(t, "Asia/Shanghai", "2026-03-02 12:00", 72*time.Hour, daily, func(c *city) {
		c.want(c.serve("2026-03-02 13:00"))
	})
	inCity(t, "Asia/Shanghai", "2026-03-02 12:00", 72*time.Hour, daily, func(c *city) {
		c.process(func(s *schedule.Scheduler) {
			for range 2 {
				if err := s.Due(context.Background()); err != nil {
					t.Fatal(err)
				}
			}
		})
		c.want(c.runs, "night 03-01 workspace/d at 03-02 12:00")
	})
}

// TestManyTimesADay: of the times of one day that were missed, the newest stands
// for all; each day is run once.
func TestManyTimesADay(t *testing.T) {
	inCity(t, "Asia/Shanghai", "2026-03-02 12:00", 72*time.Hour, map[string]string{"workspace": "0 */6 * * *"}, func(c *city) {
		c.serve("2026-03-02 12:30")
		c.sleep("2026-03-04 13:00")
		c.want(c.serve("2026-03-04 13:30"),
			"day 03-01 workspace/d at 03-04 13:00", "day 03-02 workspace/d at 03-04 13:00", "night 03-03 workspace/d at 03-04 13:00")
	})
}

// TestAChangedSchedule: what the former expression planned while the machine was
// down is caught up; the new one plans nothing before it was seen.
func TestAChangedSchedule(t *testing.T) {
	inCity(t, "Asia/Shanghai", "2026-03-02 12:00", 72*time.Hour, daily, func(c *city) {
		c.serve("2026-03-02 13:00")
		c.sleep("2026-03-03 12:00")
		c.reschedule(map[string]string{"workspace": "0 11 * * *"})
		c.want(c.serve("2026-03-04 12:00"), "night 03-02 workspace/d at 03-03 12:00", "night 03-03 workspace/d at 03-04 11:00")
	})
}

// TestAScheduleChangedWhileServing: it counts within the hour, without a new start.
func TestAScheduleChangedWhileServing(t *testing.T) {
	inCity(t, "Asia/Shanghai", "2026-03-02 12:00", 72*time.Hour, daily, func(c *city) {
		go func() {
			time.Sleep(30 * time.Minute)
			c.reschedule(map[string]string{"workspace": "0 15 * * *"})
		}()
		c.want(c.serve("2026-03-03 16:00"), "night 03-01 workspace/d at 03-02 15:00", "night 03-02 workspace/d at 03-03 15:00")
	})
}

// TestSchedulesOfTheirOwn: units and datasets wake at their own hours; a job that
// is configured no more is dropped.
func TestSchedulesOfTheirOwn(t *testing.T) {
	inCity(t, "Asia/Shanghai", "2026-03-02 12:00", 72*time.Hour, map[string]string{"workspace": "0 6 * * *", "unit/hrss": "30 4 * * *", "dataset/edu/schools": "0 7 * * 1"}, func(c *city) {
		c.want(c.serve("2026-03-03 08:00"), "night 03-02 unit/hrss/d at 03-03 04:30", "night 03-02 workspace/d at 03-03 06:00")
		c.sleep("2026-03-04 05:00")
		c.reschedule(daily)
		c.want(c.serve("2026-03-04 08:00"), "night 03-03 workspace/d at 03-04 06:00")
	})
}

// TestSummerTime: one night a day, also where its hour is left out or repeated.
func TestSummerTime(t *testing.T) {
	schedules := map[string]string{"workspace": "30 2 * * *"}
	inCity(t, "Europe/Berlin", "2026-03-27 12:00", 72*time.Hour, schedules, func(c *city) {
		c.want(c.serve("2026-03-30 12:00"),
			"night 03-27 workspace/d at 03-28 02:30", "night 03-28 workspace/d at 03-29 03:00", "night 03-29 workspace/d at 03-30 02:30")
	})
	inCity(t, "Europe/Berlin", "2026-10-23 12:00", 72*time.Hour, schedules, func(c *city) {
		c.want(c.serve("2026-10-26 12:00"),
			"night 10-23 workspace/d at 10-24 02:30", "night 10-24 workspace/d at 10-25 02:30", "night 10-25 workspace/d at 10-26 02:30")
	})
}

// TestMonthEnds: the night after the last of a month covers that day.
func TestMonthEnds(t *testing.T) {
	inCity(t, "Asia/Shanghai", "2028-02-28 12:00", 72*time.Hour, map[string]string{"workspace": "0 6 1,29 * *"}, func(c *city) {
		c.want(c.serve("2028-04-02 12:00"),
			"night 02-28 workspace/d at 02-29 06:00", "night 02-29 workspace/d at 03-01 06:00", "night 03-28 workspace/d at 03-29 06:00", "night 03-31 workspace/d at 04-01 06:00")
	})
}

// TestOverlap: a time of the same day that comes while the job is at work is
// skipped; the night of another day begins when the job has ended.
func TestOverlap(t *testing.T) {
	inCity(t, "Asia/Shanghai", "2026-03-02 12:00", 72*time.Hour, map[string]string{"workspace": "0 6,7,22 * * *"}, func(c *city) {
		long := map[string]time.Duration{"03-03 06:00": 90 * time.Minute, "03-03 22:00": 9 * time.Hour}
		c.serve("2026-03-02 23:00")
		c.work = func(context.Context, schedule.Order) (schedule.Report, error) {
			time.Sleep(long[c.clock.Now().In(c.plan.Zone).Format("01-02 15:04")])
			return schedule.Report{Run: "r"}, nil
		}
		c.want(c.serve("2026-03-04 12:00"),
			"night 03-02 workspace/d at 03-03 06:00", "night 03-02 workspace/d at 03-03 22:00", "night 03-03 workspace/d at 03-04 07:00")
		c.want(c.nights(), "workspace 03-02 22:00 done 1", "workspace 03-03 06:00 done 1", "workspace 03-03 07:00 skipped 0",
			"workspace 03-03 22:00 done 1", "workspace 03-04 07:00 done 1")
	})
}

// TestPanic: a night that panics is tried again, and stops neither the nights after
// it nor those of other jobs.
func TestPanic(t *testing.T) {
	inCity(t, "Asia/Shanghai", "2026-03-02 12:00", 72*time.Hour, map[string]string{"workspace": "0 6 * * *", "unit/hrss": "5 6 * * *"}, func(c *city) {
		c.work = func(_ context.Context, o schedule.Order) (schedule.Report, error) {
			if at := c.clock.Now(); o.Datasets[0] == "workspace/d" && at.Before(c.at("2026-03-03 06:20")) {
				panic("a fault")
			}
			return schedule.Report{Run: "r"}, nil
		}
		c.want(c.serve("2026-03-04 06:01"),
			"night 03-02 workspace/d at 03-03 06:00", "night 03-02 unit/hrss/d at 03-03 06:05",
			"night 03-02 workspace/d at 03-03 06:10", "night 03-02 workspace/d at 03-03 06:30", "night 03-03 workspace/d at 03-04 06:00")
		c.want(c.nights()[:2], "workspace 03-03 06:00 done 3", "unit/hrss 03-03 06:05 done 1")
	})
}

// TestHanging: a night over its time limit is told to end; one that does not listen
// is left behind, and others go on. Its own job waits until it has returned.
func TestHanging(t *testing.T) {
	inCity(t, "Asia/Shanghai", "2026-03-02 12:00", 72*time.Hour, map[string]string{"workspace": "0 6 * * *", "unit/hrss": "30 7 * * *"}, func(c *city) {
		c.plan.Limit = time.Hour
		listening := true
		c.work = func(ctx context.Context, o schedule.Order) (schedule.Report, error) {
			switch {
			case o.Datasets[0] != "workspace/d" || c.clock.Now().After(c.at("2026-03-03 08:00")):
			case listening:
				<-ctx.Done()
				listening = false
				return schedule.Report{}, ctx.Err()
			default:
				time.Sleep(3 * time.Hour)
			}
			return schedule.Report{Run: "r"}, nil
		}
		got := c.serve("2026-03-03 20:00")
		c.want(got, "night 03-02 workspace/d at 03-03 06:00", // told to end at 07:00
			"night 03-02 workspace/d at 03-03 07:10", // left behind at 08:10:30
			"night 03-02 unit/hrss/d at 03-03 08:10", // 07:30's, as soon as the lane is free
			"night 03-02 workspace/d at 03-03 10:30") // it has returned at 10:10; before that the job was busy
		c.want(c.nights(), "workspace 03-03 06:00 done 5", "unit/hrss 03-03 07:30 done 1")
	})
}

// TestInvalidConfiguration: no night is run with a half-read configuration; it is
// tried again within the window.
func TestInvalidConfiguration(t *testing.T) {
	inCity(t, "Asia/Shanghai", "2026-03-02 12:00", 72*time.Hour, daily, func(c *city) {
		c.serve("2026-03-02 13:00")
		c.process(func(s *schedule.Scheduler) {
			ctx, cancel := context.WithCancel(context.Background())
			done := make(chan error, 1)
			go func() { done <- s.Serve(ctx) }()
			c.sleep("2026-03-03 05:00")
			c.refuse(errors.New("cdoscore.yaml:1:1: wrong"))
			c.sleep("2026-03-03 06:25")
			c.refuse(nil)
			c.sleep("2026-03-03 12:00")
			cancel()
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		})
		c.want(c.runs, "night 03-02 workspace/d at 03-03 06:30")
		c.want(c.nights(), "workspace 03-03 06:00 done 3")
	})
}

// TestRetries: a source that was down is asked again, by itself, after waits that
// grow, until acceptance closes or it answers; the plan survives a restart.
func TestRetries(t *testing.T) {
	inCity(t, "Asia/Shanghai", "2026-03-02 12:00", 72*time.Hour, daily, func(c *city) {
		down := c.at("2026-03-03 06:45")
		c.work = func(context.Context, schedule.Order) (schedule.Report, error) {
			if c.clock.Now().Before(down) {
				return schedule.Report{Run: "r", Unassessed: 1, Retries: []ledger.Retry{{Dataset: "workspace/d", Slot: "2026-03-02", Day: "2026-03-02", Until: c.at("2026-03-03 09:00")}}}, nil
			}
			return schedule.Report{Run: "r"}, nil
		}
		c.want(c.serve("2026-03-03 06:15"), "night 03-02 workspace/d at 03-03 06:00", "mend 03-02 workspace/d at 03-03 06:10")
		c.want(c.serve("2026-03-03 12:00"), "mend 03-02 workspace/d at 03-03 06:30", "mend 03-02 workspace/d at 03-03 07:10")
		down = c.at("2026-03-05 00:00")
		c.work = func(context.Context, schedule.Order) (schedule.Report, error) {
			return schedule.Report{Run: "r", Unassessed: 1, Retries: []ledger.Retry{{Dataset: "workspace/d", Slot: "2026-03-03", Day: "2026-03-03", Until: c.at("2026-03-04 09:00")}}}, nil
		}
		c.want(c.serve("2026-03-04 23:00"), "night 03-03 workspace/d at 03-04 06:00", "mend 03-03 workspace/d at 03-04 06:10",
			"mend 03-03 workspace/d at 03-04 06:30", "mend 03-03 workspace/d at 03-04 07:10", "mend 03-03 workspace/d at 03-04 08:30")
	})
}

// TestStop: a night at work has its grace to end by itself; one that needs longer
// is broken off, and done again at the next start.
func TestStop(t *testing.T) {
	inCity(t, "Asia/Shanghai", "2026-03-02 12:00", 72*time.Hour, daily, func(c *city) {
		c.serve("2026-03-02 13:00")
		c.work = func(ctx context.Context, _ schedule.Order) (schedule.Report, error) {
			select {
			case <-ctx.Done():
				return schedule.Report{}, ctx.Err()
			case <-time.After(10 * time.Minute):
				return schedule.Report{Run: "r"}, nil
			}
		}
		c.want(c.serve("2026-03-03 06:05"), "night 03-02 workspace/d at 03-03 06:00")
		c.want(c.nights(), "workspace 03-03 06:00 open after stopped 1")
		c.want(c.serve("2026-03-03 06:16"), "night 03-02 workspace/d at 03-03 06:06") // ends within the grace
		c.want(c.nights(), "workspace 03-03 06:00 done 2")
	})
}
