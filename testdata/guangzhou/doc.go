// Package guangzhou is the demo city: the workspace of 33 units, a generator of
// the extracts that they deliver in 14 nights, and the truth about them.
//
// The way of the data: [WriteWorkspace] lays down the configuration embedded
// here. [Deliver] writes what arrived before a night's run, with its time of
// arrival as the file's time. [Truth] says, for every rule of every slot, how
// many values are evaluated and how many fail once all nights are over.
//
// Everything is made from fixed seeds: equal calls give equal bytes. The truth is
// counted by a plain loop over the rows in memory and shares no code with the
// product, so that the two can be held against each other. All persons,
// enterprises and figures are invented.
package guangzhou
