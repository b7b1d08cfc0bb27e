# What the rules answer, and what happened.

## Refusals: one sentence and the next step

refusal-needs-reason = This needs a reason: say why in a few words.
refusal-not-opened = Nothing is open yet: open a runbook first.
refusal-already-opened = It is open already: go on in it.
refusal-not-started = The clocks do not run yet: start first.
refusal-already-started = It has started already: go on with the steps.
refusal-over = The response is over: notes, what is owed and the reports still go on.
refusal-only-in-drill = Only a drill can do that: this session is { $kind } and runs until you end it.
refusal-already-paused = The exercise clock is paused already: resume it to go on.
refusal-not-paused = The exercise clock is running: there is nothing to resume.
refusal-no-such-step = There is no step "{ $step }" here: pick one from the plan.
refusal-no-such-role = There is no role "{ $role }" in this runbook: pick one from the list of roles.
refusal-no-such-item = { $step } has no such item: pick one of its own.
refusal-no-such-option = { $step } has no such option: pick one of those shown.
refusal-no-such-notice = There is no notice "{ $notice }" in this runbook: pick one from the list of notices.
refusal-no-such-obligation = There is no obligation "{ $obligation }" in this runbook: pick one from the list of what is owed.
refusal-no-such-timer = There is no timer "{ $timer }" that can be met by hand: pick one from the clocks.
refusal-no-such-reminder = There is no reminder #{ $seq }: pick one from the clocks.
refusal-no-such-variable = There is no variable "{ $name }" in this runbook: pick one from the briefing.
refusal-no-such-line = The list has no line { $line }: pick one of those shown.
refusal-step-finished = { $step } has its outcome already: reopen it to do it again.
refusal-step-active = { $step } is active already: go on with it.
refusal-step-not-active = { $step } is not active: start it first.
refusal-step-not-finished = { $step } has no outcome yet, so there is nothing to reopen: finish it first.
refusal-not-waiting = { $step } is not waiting: go on with it.
refusal-nothing-asked = { $step } does not ask for that: write a note instead.
refusal-nothing-to-change = It is so already: nothing was changed.
refusal-danger = { $step } is dangerous: type "{ $expected }" to confirm.
refusal-ask-after-failure = The runbook does not say what follows when { $step } fails: choose to go on, to try again, or another step.
refusal-approval-not-asked = { $role } was not asked to approve { $subject }: ask first.
refusal-bad-value = That value does not fit "{ $name }": look at what it may be and enter it again.
refusal-obligation-not-open = "{ $obligation }" is not owed now: there is nothing to close.
refusal-obligation-open = "{ $obligation }" is owed already: close it when it is done.
refusal-no-deputy = Nobody acts for { $role }, so there is nothing to hand back: assign the role instead.
refusal-already-holds = { $person } is { $role } already: choose somebody else.
refusal-bad-estimate = An estimate must lie ahead and within thirty days: enter it again, like 30m or 2h.
refusal-bad-time = A stated time must lie in the last thirty days: enter it again, like 14:41.
refusal-empty = There is no text: write a few words.
refusal-taken-role = { $by } gave { $what } to { $to } meanwhile (#{ $seq }): do it again if you still mean it.
refusal-taken-role-emptied = { $by } left { $what } without a holder meanwhile (#{ $seq }): do it again if you still mean it.
refusal-taken-step = { $by } gave { $what } to { $to } meanwhile (#{ $seq }): do it again if you still mean it.
refusal-taken-step-back = { $by } gave { $what } back to its role meanwhile (#{ $seq }): do it again if you still mean it.
refusal-taken-start = { $by } began { $what } meanwhile (#{ $seq }): agree on who does it.
refusal-nothing-to-take-back = You have nothing to take back: only your own last act can be.
refusal-not-due = That is not due any more: nothing was changed.

## Gates: what is missing (a fragment), what to do, and the sentence of both

gate-unticked = { $step } has { $items } not ticked: { $list }
gate-unticked-next = Tick, or give a reason to go on without.
gate-evidence = { $step } lacks { $count ->
    [one] { $count } piece
   *[other] { $count } pieces
} of evidence
gate-evidence-next = Record what is missing, or give a reason to go on without.
gate-undecided = { $step } is not decided
gate-undecided-next = Decide, or give a reason to go on without.
gate-no-estimate = { $step } has no estimate of when service is back
gate-no-estimate-next = Estimate, or give a reason to go on without.
gate-notices = { $step } has notices not sent: { $list }
gate-notices-next = Send and mark them sent, or give a reason to go on without.
gate-child = { $step }: { $runbook } is still being gone through
gate-child-next = Finish it first, or give a reason to leave it here.
gate-wait = { $step } still has to wait { $left }
gate-wait-next = Wait, or give a reason to go on now.
gate-requires = { $step } comes after { $list }, not finished yet
gate-requires-next = Finish that first, or give a reason to start now.
gate-approval = { $subject } is not approved yet by { $list }
gate-approval-next = Ask for approval, or give a reason to go on without.
gate-authority = only { $list } may { $authority }
gate-authority-nobody = no role of this runbook may { $authority }
gate-authority-next = Ask them to, or give a reason to do it yourself.
gate-authority-nobody-next = Give a reason to do it yourself.
gate-precautions = { $count ->
    [one] { $count } precaution
   *[other] { $count } precautions
} not acknowledged
gate-precautions-next = Acknowledge, or give a reason to start without.
gate-roles = nobody holds { $list }
gate-roles-next = Assign somebody, or give a reason to start without.
gate-end = not ready to end: { $list }
gate-end-criteria = { $count ->
    [one] { $count } exit criterion
   *[other] { $count } exit criteria
} not ticked
gate-end-owed = still owed { $list }
gate-end-notices = not sent { $list }
gate-end-active = steps still open { $list }
gate-end-next = Settle these on the wrap-up screen (:wrap-up), or give a reason to end now.
gate-sentence = { $missing }. { $next }
gate-join = { $before }; { $after }

## The session

event-opened = opened as { $kind }
event-opened-form = opened as { $kind }, { $form }
event-started = started, the clocks run
event-paused = exercise clock paused
event-resumed = exercise clock runs on
event-ended = response ended
event-terminated = drill ended early
event-converted = drill turned into an INCIDENT
event-rejoined = back at { $place }, unattended for { $span }
event-terminal-joined = joined at { $place }
event-terminal-taken-over = { $said }; took over from pid { $pids }

## People and preparation

event-role-assigned = { $person } is { $role }
event-role-emptied = nobody is { $role } now
event-took-over = { $deputy } acts as { $role }
event-took-over-for = { $deputy } acts as { $role } for { $holder }
event-handed-back = { $deputy } handed { $role } back
event-presence = { $person } { $presence }
event-precaution = precaution acknowledged: { $text }
event-prerequisite = prerequisite met: { $text }
event-variable = { $name } = { $value }
event-variable-secret = { $name } entered, kept secret
event-exit = exit criterion met: { $text }

## Steps

event-phase = phase { $phase }
event-flow = moved from { $from } to { $to }
event-child-entered = { $step }: goes through { $runbook }
event-child-returned = { $runbook } is through: back at { $step }
event-step-called = { $step } is to be done beside the plan
event-end-proposed = the plan proposes to end here
event-step-started = { $step } started
event-step-started-hand = { $step } started by hand
event-step-started-jump = { $step } started out of order
event-step-done = { $step } done
event-step-failed = { $step } failed
event-step-skipped = { $step } skipped
event-step-ruled-out = { $step } not applicable
event-step-ruled-out-condition = { $step } not applicable: its condition does not hold
event-step-ruled-out-jumped = { $step } not applicable: jumped over
event-step-ruled-out-passed = { $step } not applicable: a branch not taken
event-step-ruled-out-kind = { $step } not applicable: not for this kind of session
event-step-deferred = { $step } deferred until { $until }
event-step-waiting = { $step } waits for { $on }
event-step-waiting-ended = { $step } no longer waits
event-step-reopened = { $step } reopened
event-step-reopened-loop = { $step } to be done again
event-step-reopened-jump = { $step } opened again
event-step-reassigned = { $step } now with { $person }
event-step-reassigned-role = { $step } back with its role
event-ticked = { $step }: ticked "{ $item }"
event-unticked = { $step }: tick taken away from "{ $item }"
event-evidence = { $step }: recorded { $text }
event-file-attached = kept { $name } ({ $bytes } bytes) as { $path }
event-file-not-kept = { $text } (the file was NOT kept)
event-text-attached = kept the whole text ({ $bytes } bytes) as { $path }
event-evidence-asked = { $step }: recorded { $text } ({ $asked })
event-applies = { $step } applies
event-applies-not = { $step } does not apply
event-danger = { $step }: danger confirmed by typing "{ $typed }"
event-decided = { $step } decided: { $chosen }
event-decided-freely = decided "{ $question }": { $chosen }
event-gate-passed = passed a gate: { $missing }

## Approvals, estimates, notices, what is owed

subject-notice = notice "{ $notice }"
event-approval-asked = { $role } asked to approve { $subject }
event-approved = { $role } approved { $subject }
event-approved-by-word = { $role } approved { $subject } by word
event-refused = { $role } refused { $subject }
event-refused-by-word = { $role } refused { $subject } by word
event-estimate = service expected back in { $span }, at { $time }
event-milestone = milestone: { $milestone }
event-milestone-in = milestone of { $runbook }: { $milestone }
event-notice-due = notice to send: { $notice }
event-notice-sent = notice "{ $notice }" sent
event-notice-sent-to = notice "{ $notice }" sent to { $list }
event-notice-sent-to-many = notice "{ $notice }" sent to { $count } recipients
event-owed = owed: { $obligation }
event-owed-due = owed by { $time }: { $obligation }
event-owed-done = no longer owed: { $obligation }
event-owed-late = still owed, due { $time }: { $obligation }

## Timers

event-timer-armed-since = clock started: { $timer }, counted from { $time }
event-timer-armed = clock started: { $timer }
event-timer-rearmed = clock runs again: { $timer }
event-timer-warned = { $timer }: due at { $time }
event-timer-breached = { $timer }: over its limit, due at { $time }
event-timer-breached-early = { $timer }: the estimate is later than its limit, { $time }
event-timer-met = { $timer }: met
event-timer-stopped = clock stopped: { $timer }
event-cadence-due = update due at { $time }: { $timer }
event-cadence-met = update given: { $timer }
event-timebox-warned = { $step }: timebox ends at { $time }
event-timebox-over = { $step }: over its timebox, planned until { $time }
event-wait-over = { $step }: the wait is over

## Notes and reminders

event-note = { $kind }: { $text }
event-reminder-set = remind at { $time }: { $text }
event-reminder-due = reminder: { $text }
event-reminder-cleared = reminder dealt with: { $text }
event-withdrawn-what = taken back: { $what }
event-withdrawn = #{ $seq } taken back
event-clock-forward = the clock of this machine was put forward by { $span }
event-clock-back = the clock of this machine was put back by { $span }
event-unknown = entry of an unknown kind "{ $kind }", written by another release
with-stated = { $event } (at { $time })
with-why = { $event } ({ $why })
numbered-line = no. { $number }
numbered-entry = #{ $seq }
