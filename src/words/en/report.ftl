# Reports and forms.

## Headings

report-title = { $mode } - { $title }
report-heading = { $mode } - { $number }. { $title }
report-banner = What this is
report-header = Header
report-summary = Summary
report-people = People and roles
report-measures = Milestones and timers
report-timeline = Timeline
report-decisions = Decisions and approvals
report-notices = Notices and reports up
report-exceptions = Unexpected, left out, overridden
report-owed = Open obligations
report-integrity = Integrity

## Banner

report-of-incident = This is the record of a real INCIDENT.
report-of-drill = This is the record of a DRILL. Nothing in it was real.
report-of-walkthrough = This is a WALKTHROUGH: somebody read the plan. No report is owed.
report-converted = It began as a DRILL and became a real INCIDENT at { $time }: { $reason }
report-state = State: { $state }
report-not-over = NOT OVER, { $state }: these figures are of { $time } and will change.
report-end-reason = Reason given at the end: { $reason }
report-tool = Recorded with runsheet { $version }. Times are stamps of the program unless marked as stated; every length is computed from them.

## Header

report-item = item
report-value = value
report-runbook = runbook
report-runbook-id = runbook id
report-version = version
report-sha256 = SHA-256
report-reachable = runbooks it can reach
report-basis = basis
report-kind = kind
report-form = form
report-class = event class
report-extent = extent
report-extent-global = everywhere
report-extent-regional = one region
report-extent-local = one place
report-location = place
report-commander = commander
report-opener = opened by
report-at-place = { $person }, at { $place }
report-opened = opened
report-started = started
report-zero = T+0
report-ended = ended
report-offset = time zone
report-clocks = clocks
report-rough = The machine was restarted in between: lengths across that are as good as its wall clock.

## How it stands and the totals

report-standing-over = { $mode } - { $title }: { $state } at { $time }
report-standing-not-over = { $mode } - { $title }: { $state }, not over
report-total = { $span } in all
report-total-less-pauses = { $span } in all, { $less } without pauses
report-so-far = { $span } so far
report-so-far-less-pauses = { $span } so far, { $less } without pauses
report-steps-line = Steps: { $list }
report-steps-done = { $done } of { $planned } done
report-steps-open = { $count } open
report-join = { $before }, { $after }
report-count = { $count } { $what }
report-timers-line = Time limits: { $list }
report-timeboxes-over = { $count ->
    [one] { $count } step over its timebox
   *[other] { $count } steps over their timebox
}
report-open-line = To look at: { $list }
report-unexpected-count = { $count ->
    [one] { $count } unexpected situation
   *[other] { $count } unexpected situations
}
report-gates-count = { $count ->
    [one] { $count } gate passed with a reason
   *[other] { $count } gates passed with a reason
}
report-unsent-count = { $count ->
    [one] { $count } notice not sent
   *[other] { $count } notices not sent
}
report-owed-count = { $count } still owed

## People

report-presence = { $presence } ({ $count }): { $list }
report-no-roll-call = no roll-call was recorded
report-conflict = { $person } was { $role } and { $other }; the plan keeps these apart.
report-concurrent = { $person } holds several roles: { $roles }
report-roles = Roles
report-role = role
report-planned-holder = by plan
report-acting = now
report-filled = filled by
report-by-default = nobody; { $person } as commander
report-acting-for = { $person } for { $holder }
report-deputy = { $person } as deputy
report-from = { $person } from { $from }
report-from-until = { $person } from { $from } to { $until }
report-actor = { $role } ({ $person })
report-typed-by = { $person }, typed by { $typist }
report-program = program

## Milestones, lengths, timers, steps

report-milestones = Milestones
report-milestone = milestone
report-time = time
report-t-plus = T+
report-recorded = stated; recorded at
report-durations = Lengths
report-length = length
report-detected-reported = detected to reported
report-reported-activated = reported to plan activated
report-activated-restored = plan activated to service restored
report-restored-ended = service restored to end
report-total-time = total
report-total-time-less = total without pauses
report-rto = recovery time objective
report-rto-actual = recovery time
report-timers = Time limits
report-timer = timer
report-sort = sort
report-limit = limit
report-used = used
report-result = result
report-since = since
report-met-at = reached
report-over-at = over
report-verdict-met = met
report-verdict-missed = missed
report-verdict-running = running
report-verdict-stopped = stopped by the end
report-verdict-not-started = not started
report-verdict-idle = not needed
report-rounds-given = { $given } given, came due { $due ->
    [one] once
   *[other] { $due } times
}
report-over-noticed = { $due }, noticed { $noticed }
report-over-by-estimate = { $due }, by estimate
report-steps = Steps against the plan
report-step = step
report-who = role (person)
report-outcome = outcome
report-rounds = rounds
report-planned = planned T+
report-begun = begun T+
report-against-plan = against plan
report-timebox = timebox
report-over = { $span }, over
report-late-step = { $step }: { $late }
report-estimates = Estimates
report-takes = expected to take
report-back-at = expected back
report-came-back = came back
report-by = by
report-pauses = Pauses
report-from-time = from
report-until-time = until
report-interruptions = Nobody at the terminal
report-left = left
report-rejoined = back
report-unattended = unattended
report-cause = cause
report-left-unsaid = the program could not say that it left

## Timeline, decisions, approvals

report-no = no.
report-place = step, phase
report-event = event
report-taken-back = TAKEN BACK LATER:
report-question = question
report-chosen = decided
report-why = why
report-approvals = Approvals
report-subject = subject
report-asked-of = asked of
report-asked = asked
report-answered = answered
report-waited = waited
report-answer = answer
report-unanswered = not answered
report-granted = approved
report-granted-by-word = approved by word, typed by another person
report-refused = refused
report-refused-by-word = refused by word, typed by another person

## Notices, obligations, integrity

report-none = None.
report-notice = notice
report-due = due
report-sent = sent
report-not-sent = NOT SENT
report-to = to
report-channel = channel
report-text-of = { $notice }, { $time }:
report-what = what
report-state-column = state
report-done-at = done
report-owed-open = OPEN
report-owed-overdue = OVERDUE
report-owed-done = done
report-owed-done-late = done late
report-entries = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}, the first at { $first }, the last at { $last }.
report-head = Hash of the last entry, which stands for all before it: { $hash }
report-verify-with = Whoever kept this hash elsewhere can hold the record against it: { $command }
report-verify-without = Without the program: put all files journal*.jsonl of the record in one folder and run these lines there with Python 3. They must print: { $printed }
report-verify-rest = Another number of entries or another head means that the record was changed, or that it went on after this report. Lines outside the chain are writes that did not end; they change nothing as long as number and head are these.
report-no-head = No hash was given for this record.
report-damaged = The record is damaged:
report-unread = Entries this release cannot read:
