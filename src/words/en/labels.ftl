# Words for kinds, states and outcomes; short, as they stand in columns and headings.

## Kinds of session, forms of drill

kind-incident = INCIDENT
kind-drill = DRILL
kind-walkthrough = WALKTHROUGH
form-tabletop = tabletop
form-functional = functional
form-full = full scale

## States of a session

session-opened = opened
session-running = running
session-paused = paused
session-ended = ended
session-terminated = ended early
session-closed = closed
session-interrupted = interrupted

## States and outcomes of a step

step-pending = pending
step-ready = ready
step-active = active
step-waiting = waiting
step-done = done
step-failed = failed
step-skipped = skipped
step-deferred = deferred
step-not-applicable = not applicable

## People

presence-present = present
presence-late = late
presence-excused = excused
presence-absent = absent
authority-activate = declare the plan active
authority-approve = grant approvals
authority-end = declare the response over
authority-release = release notices to the outside

## Notes

note-note = note
note-unexpected = unexpected
note-observation = observation

## Timers

timer-timebox = timebox
timer-deadline = deadline
timer-threshold = threshold
timer-cadence = update cadence

## Milestones

milestone-began = began
milestone-detected = detected
milestone-reported = reported
milestone-activated = plan activated
milestone-responded = responded
milestone-onsite = on site
milestone-mitigated = mitigated
milestone-restored = service restored
milestone-resolved = resolved
milestone-ended = response ended
milestone-investigated = investigated

## Why a program left

leave-left = left running
leave-hangup = terminal lost, still running
leave-terminated = the program was told to stop, still running
leave-interrupted = the program was interrupted, still running
leave-failed = the program failed, still running

gone-left = left, others stay
gone-hangup = terminal lost, others stay
gone-terminated = the program was told to stop, others stay
gone-interrupted = the program was interrupted, others stay
gone-failed = the program failed, others stay

## Counts, lists and lengths of time

count-steps = { $count ->
    [one] { $count } step
   *[other] { $count } steps
}
count-items = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
count-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
list-comma = { $before }, { $after }
list-and = { $before } and { $after }
span-days = { $count }d
span-hours = { $count }h
span-minutes = { $count }m
span-minutes-alone = { $count }m
span-seconds = { $count }s
span-join = { $before } { $after }
span-back = -{ $span }
late-by = { $span } late
early-by = { $span } early
on-time = on time
