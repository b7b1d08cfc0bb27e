# The full-screen terminal: heads, panes, feet, lists, fields.

## The head of every screen

head-paused = PAUSED
head-elapsed = T+{ $time }
head-prep = prep
head-you = you { $person }
head-me = you
head-all-roles = all roles
head-for = { $role } (for { $person })
head-lead = lead { $person }
head-here = { $count } here
head-seq = #{ $seq }
head-saved = saved
head-nothing-saved = nothing saved yet
head-saving = saving...
head-not-saved = NOT SAVED: { $reason }
head-damaged = saved, damaged before
head-saved-elsewhere = saved elsewhere
head-saved-fleeting = SAVED UNTIL REBOOT
head-saved-off-network = saved off the network
head-saved-low = saved, { $mib } MiB left
head-watching = watching
head-others = +{ $count }
head-pace = { $late } at { $step }
head-progress = { $done } of { $all } steps
head-no-session = No session is open.
small-size = Needs { $cols }x{ $rows } or more; the session goes on.

## What presses

urgent-none = nothing presses
urgent-left = { $title }: { $time } left
urgent-in = { $title } in { $time }
urgent-over-by-estimate = { $title }: estimate beyond, { $time } left
urgent-over = { $title }: over { $time }
urgent-approval = { $role } to approve { $subject }
urgent-notice = to send: { $title }
urgent-owed = owed: { $title }
urgent-step = to be done: { $step }
urgent-end = the plan is through: end it?

## Screens

tab-step = Step
tab-plan = Plan
tab-people = People
tab-clocks = Clocks
tab-messages = Messages
tab-log = Log
more-above = +{ $count ->
    [one] { $count } line
   *[other] { $count } lines
} ^
more-below = +{ $count ->
    [one] { $count } line
   *[other] { $count } lines
} v

## The plan

plan-danger = DANGER
plan-above = +{ $count } ^
plan-below = +{ $count } v
plan-step = step
plan-state = state
plan-person = person
plan-planned = planned
plan-limit = limit
plan-used = used
plan-enter = show the step

## The step

pane-none = No step is shown. Pick one from the plan.
pane-yours = yours
pane-attempt = attempt { $count }
pane-next = next: { $step }
pane-limit = limit { $limit }
pane-used = { $used } of { $limit }
pane-over = over { $time }
pane-took = took { $time }
pane-after = comes after { $list }
pane-waiting = waiting for { $on }
pane-overrun = over its limit: { $text }
pane-wait = wait { $time } more
pane-wait-over = the wait is over
pane-repeat = again until: { $text }
pane-danger = DANGER: { $text }
pane-says = say: "{ $text }"
pane-condition = does it apply? { $text }
pane-yes = yes
pane-no = no
pane-optional = { $text } (optional)
pane-expect-step = seen: { $text }
pane-on = on: { $text }
pane-expect = expect: { $text }
pane-missing = no value yet: { $text }
pane-hidden = holds hidden signs, shown as they are
pane-evidence = record: { $text }
pane-estimate = estimate when service is back
pane-back = back { $at }, in { $time }
pane-back-over = back { $at }, { $time } ago
pane-notice = send: { $title }
pane-sent = sent { $time }
pane-due = due { $time }
pane-decision = decide: { $text }
pane-to-end = end
pane-approval-needed = approval of { $role } is needed
pane-approval-asked = { $role } asked to approve at { $time }
pane-approved = approved by { $person }, { $role }
pane-approved-by-word = approved by word by { $person }, { $role }
pane-refused = refused by { $person }, { $role }: { $reason }

## The foot

key-space = SPACE
key-enter = ENTER
key-esc = Esc
key-tab = Tab
key-backtab = Shift-Tab
key-backspace = Backspace
key-delete = Del
key-up = Up
key-down = Down
key-left = Left
key-right = Right
key-pgup = PgUp
key-pgdn = PgDn
key-home = Home
key-end = End
foot-tick = tick "{ $item }"
foot-undo = undo
foot-start = start { $step }
foot-start-danger = start { $step }, DANGER: asks first
foot-approve = answer as { $role }: approve { $subject }?
foot-condition = say whether { $step } applies
foot-evidence = record "{ $item }"
foot-estimate = give the estimate
foot-notice = mark "{ $notice }" sent
foot-decide = decide { $step }
foot-finish = finish { $step }
foot-finish-open = finish { $step }, { $open } open
foot-goto = go to { $step }
foot-wrap-up = wrap up
hint-note = note
hint-messages = messages
hint-copy = copy
hint-other = other
hint-decide = decide
hint-urgent = urgent
hint-palette = search acts
hint-remind = remind
hint-assign = assign
hint-commands = commands
hint-help = all keys
hint-up = up
hint-down = down
hint-clear = clear
hint-leave = leave
hint-back = back
hint-run = step
hint-page-up = page up
hint-page-down = page down
answer-line-done = { $said }  #{ $seq }
answer-line-refused = REFUSED: { $said }
coach = Space ticks, Enter finishes, n notes; all is saved.

## People

people-role = role
people-person = person
people-presence = presence
people-phone = phone
people-terminals = on the session:
people-join = more by: runsheet join { $number }
people-terminal-me = { $person } (here)
people-terminal = { $person } ({ $host })
people-watching = { $count } watching
people-acting = { $person } acts
people-empty = ({ $person })
people-also = also { $roles }
people-deputy = deputy{" "}
people-enter = give the role to somebody

## Clocks

clocks-title = clock
clocks-state = state
clocks-limit = limit
clocks-used = used
clocks-left = left
clocks-due = due
clocks-none = no clock runs
clocks-not-started = not yet
clocks-running = running
clocks-warned = nearly due
clocks-over-by-estimate = estimate over
clocks-over = OVER
clocks-met = met
clocks-met-late = met late
clocks-stopped = stopped
clocks-wait = count-down
clocks-reminder = reminder
clocks-obligation = owed
clocks-role = watched by { $role }
clocks-due-at = due { $time }
clocks-rounds = { $met } met, { $missed } missed
clocks-breach = when over: { $text }
clocks-enter = deal with it

## Messages

messages-none = this runbook has no notices
messages-due = TO SEND since { $time }
messages-partly = told { $told } of { $all }, due { $time }
messages-sent = { $count ->
    [one] sent { $time }
   *[other] sent { $count } times, last { $time }
}
messages-not-due = not due
messages-to = to: { $list }
messages-channel = by: { $channel }
messages-release = released by { $role }
messages-enter = mark it sent

## Log

log-who = { $person }:{" "}
log-typed = { $person } (typed by { $who })
log-for = { $person } for { $holder }
log-withdrawn = [taken back]{" "}
log-enter = back to the step

## Briefing

briefing-title = Briefing
briefing-tick = tick
briefing-start = START
briefing-started = The clocks run.
briefing-enter = set the highlighted line
briefing-place = place: { $place }
briefing-objective = aim:{" "}
briefing-safety = safety: { $text }
briefing-precautions = Precautions
briefing-prerequisites = Prerequisites
briefing-roles = Who is who
briefing-variables = Values
briefing-roll-call = all present and briefed: { $present } of { $due }
briefing-nobody = nobody
briefing-secret = (kept secret)
briefing-no-value = no value
briefing-not-in-force = This plan is not in force.
briefing-empty-roles = nobody holds { $list }
briefing-open-precautions = { $count ->
    [one] { $count } precaution
   *[other] { $count } precautions
} not acknowledged
briefing-open-prerequisites = { $count ->
    [one] { $count } prerequisite
   *[other] { $count } prerequisites
} not ticked
briefing-unset = no value: { $list }

## Wrap-up

wrapup-title = Wrap-up
wrapup-steps = steps: { $done } of { $all } done, { $skipped } skipped, { $failed } failed
wrapup-timers = timers: { $met } met, { $missed } missed, { $open } open
wrapup-time = time: { $time }
wrapup-exit = Exit criteria
wrapup-owed = Still owed
wrapup-notices = Not sent
wrapup-active = Steps still open
wrapup-acts = Then
wrapup-due = due { $time }
wrapup-end = Declare the response over
wrapup-report = Write the report
wrapup-enter-exit = tick it
wrapup-enter-exit-ticked = go on, it is ticked
wrapup-enter-owed = it is done
wrapup-enter-notice = mark it sent
wrapup-enter-active = show the step
wrapup-enter-end = declare the response over
wrapup-enter-report = write the report

## Help

help-run = On the step
help-session = In a session
help-global = Everywhere
help-briefing = On the briefing
help-wrap-up = On the wrap-up
help-library = In the library
help-rules = Enter never confirms what it opened; a dialog takes a digit.

## Fields and dialogs

field-keeps = stays open
field-note-hint = ENTER saves  ^J new line  Esc keeps it  first: -5m or 14:05 when, @name who
field-line-hint = ENTER goes on   Esc back
field-overtaken = overtaken at { $time } by { $who }: { $what }
field-choice-hint = 1-9 chooses   Esc back
field-choice-more = more
field-palette = Every act
field-palette-none = Nothing is called that.
field-palette-hint = ENTER does it   Esc back
bare-hint = { $key } back; select with the mouse
bare-none = This step has no commands.

## The wall

wall-steps = Steps being done
wall-no-step = no step is being done
