# Acts: their names in the palette and on the help page, the dialogs they open, what is answered to them.

## Names of the acts. The palette searches them: the word people look for stands in the one act it should find.

action-tick = Tick the highlighted item
action-untick = Take the tick of this item away
action-enter = Do what the ENTER line names
action-up = One line up
action-down = One line down
action-page-up = A screenful up
action-page-down = A screenful down
action-top = To the first line
action-bottom = To the last line
action-switch-pane = Move to the other pane
action-previous-running = Show the running step before this one
action-next-running = Show the running step after this one
action-take-back = Take back my last act (undo)
action-note = Write a note
action-keep-noting = Keep noting, one note after another
action-unexpected = Record an unexpected situation
action-observation = Record an observation
action-other-outcome = Choose another outcome for this step
action-assign = Assign roles and steps to people
action-decide = Make a decision, also an unforeseen one
action-remind = Remind me of something at a time
action-copy = Copy the highlighted command
action-show-commands = Show the commands bare, for the mouse
action-urgent = Show the most urgent things
action-show-run = Show the step being worked on
action-show-plan = Show the plan: all steps
action-show-people = Show people and roles
action-show-clocks = Show all clocks
action-show-messages = Show notices: texts and recipients
action-show-log = Show the log
action-show-briefing = Show the briefing
action-show-wrap-up = Show the wrap-up: all that is still open
action-palette = Find any act by typing
action-help = Help: all keys
action-repaint = Draw the screen anew
action-mute = Bell off, or on again
action-suspend = Go to the shell; fg comes back
action-how-to-leave = How to leave
action-back = Back one screen; nothing typed is lost
action-leave = Leave (quit); it can be left running
action-start = Start: the clocks run from here
action-start-step = Start this step by hand
action-finish-step = Finish this step: done
action-fail-step = Fail this step: it did not succeed
action-skip-step = Skip this step: leave it out
action-rule-out-step = Rule this step out: not applicable (n/a)
action-defer-step = Defer this step: put it off
action-wait-step = Wait for somebody, or wait no longer
action-reopen-step = Reopen this step: do it once more
action-reassign-step = Reassign this step to somebody else
action-estimate = Estimate when service is back
action-milestone = Record a milestone that was reached
action-send-notice = Send a notice and mark it as sent
action-approve = Approve or refuse what was asked
action-ask-approval = Ask for approval of this step
action-close-obligation = Close what is owed (obligation)
action-meet-cadence = Record that an update was given (cadence)
action-clear-reminder = Clear a reminder that is dealt with
action-take-over = A deputy takes over a role
action-hand-back = Hand a role back to its holder
action-roll-call = Roll-call: present, late, excused, absent
action-set-variable = Give a variable its value
action-pause = Pause the exercise clock
action-resume = Resume the exercise clock
action-end = Declare the response over: end
action-terminate = Terminate the drill: end it early
action-convert = Convert the drill to a real incident
action-write-report = Write the report
action-clear-search = Remove the last letter of the search

## Opening, leaving, ending

pick-incident = INCIDENT now
pick-drill = DRILL
pick-walkthrough = just read
pick-plan = see the whole plan
ask-leave = Leave?
ask-leave-detail = The clocks go on without you; runsheet resume comes back to this step.
ask-leave-draft = What you typed and did not save goes with this terminal: n shows it again first.
ask-leave-unsaved = NOT SAVED: what stands in no file is printed when you leave, and resume will not know of it.
pick-leave = leave
pick-leave-running = leave it running
pick-wrap-up = go to the wrap-up
pick-with-reason = decide, and say why
pick-stay = back, change nothing
ask-end = Is the response over?
pick-end = yes, declare it over
pick-terminate = no, but end the drill early

## Steps

pick-applies = applies
pick-does-not-apply = does not apply
ask-decide = Which decision?
pick-unplanned-decision = one that no plan foresaw
pick-reopen = reopen: do it once more
pick-fail = failed: it did not succeed
pick-skip = skip: leave it out
pick-rule-out = not applicable (n/a)
pick-wait = waiting for somebody
pick-stop-waiting = waiting no longer
pick-defer = defer: put it off
pick-start = start by hand
pick-reassign = reassign to somebody else
ask-after-failure = It failed. What follows?
pick-go-on = go on with the next step
pick-again = try again
pick-roll-back = roll back: { $step }
ask-notice-told = Told already: { $names }
ask-convert = Turn this DRILL into a real INCIDENT, in the same log: it cannot be turned back
ask-terminate = End this drill early
ask-so-soon = { $step } became active a moment ago. Is it done?
pick-finish-all-the-same = yes, finish it
pick-go-to = go to { $step }

## Approvals

ask-approval = Approve { $subject }?
ask-approval-role = Asked: { $role } { $person }
pick-grant = approve
pick-refuse = refuse
pick-start-without = start without approval, with a reason
pick-wait-on = no answer yet, wait on

## Notices

ask-notice-to = To: { $names }
ask-notice-channel = By: { $channel }
pick-sent = mark as sent to all
pick-copy = send the text to the clipboard
pick-sent-to-one = mark as sent to one
ask-sent-to-whom = Sent to whom?
pick-release = { $role } approves sending it
pick-show-messages = show the notices

## People

ask-assign = Which step or role goes to somebody?
pick-this-step = this step: { $step }
ask-which-role = Which role?
ask-deputy = Who takes over as deputy of { $role }?
ask-hand-back = Which role is handed back to its holder?
pick-hand-back = { $person } hands back to the holder
pick-somebody-else = somebody else, by name
pick-deputy = a deputy takes over
pick-nobody = nobody
ask-who-does = Who does this step?
pick-back-to-role = back to the holder of its role
ask-roll-call = Roll-call: who is here?
pick-all-present = all present and briefed

## Clocks, what is owed, values

ask-which-variable = Which variable?
ask-which-milestone = Which milestone was reached?
ask-which-owed = Which owed item was done?
ask-which-update = Which update was given?
ask-which-reminder = Which reminder is dealt with?
pick-owed-done = done, no longer owed
pick-update-given = the update was given
pick-reminder-done = dealt with
pick-snooze = put off for 5 minutes
ask-urgent = What is most urgent

## Commands

ask-copy-hidden = This text holds characters one does not see. Send it to the clipboard?
ask-copy-hidden-signs = They are: { $signs }
pick-copy-all-the-same = yes, send it as it is
pick-copy-not = no

## Typed lines

prompt-reason = Why? A few words
prompt-danger = Type the number of the step to confirm
prompt-danger-word = Type { $word } to confirm
prompt-evidence = Record it here, it goes into the log
prompt-estimate = Back in how long? 45m, 2h, or minutes
prompt-remind = When, and of what? 20m look at the disk, or 06:00
prompt-wait-on = Waiting for whom, or for what?
prompt-defer = Put off until when, or until what?
prompt-person = Who? A name or the start of it
prompt-variable = Value
prompt-question = What is to be decided?
prompt-answer = What was decided?
prompt-milestone-time = When? -5m, or Enter for now

## Answers

told-how-to-leave = q leaves, and the session can be left running. To end it, search :end
told-how-to-leave-library = Esc clears the search; Esc again leaves
told-input-method = Switch your input method to English for keys
told-read-only = This terminal only watches; runsheet resume takes part
told-joined = Joined; here as well: { $others }
told-joined-self = Joined; here as well: { $others }. To end your other terminal: runsheet resume --take-over
told-overtaken = { $who } was faster at { $time }: { $what }.
told-came-to-nothing = Overtaken by what others did.
told-typed-kept = Kept for a note (n): { $text }
told-paste-refused = A paste goes into a text field: press n for a note, then paste
told-paste-cut = The paste was cut at { $limit } characters: split it up
told-draft-kept = Not saved yet; what you typed is kept: n opens it again
told-burst-refused = Many keys at once are taken for a paste: outside a text field none of them counts
told-bell-off = The bell is off
told-bell-on = The bell is on
told-ascii-only = The locale is not UTF-8: letters beyond ASCII are shown as ?; LC_ALL=C.UTF-8 shows them
told-hook-failed = { $program } could not be told of a breach: { $why }
hook-slow = it took too long and was ended
hook-code = it ended with { $code }
hook-killed = a signal ended it
hook-busy = too many are waiting
told-resting = No key for minutes: the clocks are drawn once a minute
told-copied = Sent to the terminal: { $text }
told-too-long-to-copy = Too long for the clipboard: Y shows commands bare, for the mouse
told-command-is-copied = A command is not ticked: y sends it to the clipboard, Y shows it for the mouse
told-no-command = This step has no command: go to one that has
told-ticked-already = Ticked by { $who } at { $time }; :untick takes the tick away
told-roll-call = { $count } people present and briefed
told-too-small = The terminal is too small to see what keys do: make it 60 by 18 or larger, or q to leave
told-taken-back = Taken back: { $text }
told-nothing-to-tick = Nothing to tick here: Enter does what its line names
told-nothing-to-choose = There is nothing to choose from: search other acts with :
told-no-step = No step is shown: choose one from the plan with 2
told-no-approval = Nobody was asked for approval: go on with the step
told-not-under-way = Not under way: it was not started, or is over already
told-snoozed = Put off: it comes back in 5 minutes
told-report = Report written: { $path }
told-how-to-write-spans = Type a length of time: 45m, 2h, 1h30m, or just minutes
told-how-to-write-reminders = Type the time first: 20m look at the disk, or 06:00 hand over
told-how-to-write-times = Type how long ago it was: -5m, -1h30m, or nothing for now
