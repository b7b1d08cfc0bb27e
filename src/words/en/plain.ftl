# Line by line: what is said where there is no full screen, and what lines are answered.

plain-welcome = help lists all commands, back goes back, quit leaves. An empty line does what ENTER names.
plain-saved = { $said }, #{ $seq } saved
plain-unsaved = { $said }, #{ $seq } NOT SAVED YET
plain-saved-up-to = saved up to #{ $seq }
plain-tick = tick { $number }
plain-row = line { $number }: { $said }
plain-open = open 3 takes line 3.
plain-choice-hint = a number, or back
plain-line-hint = type it on one line, or back
plain-note-hint = type it on one line, or back. In front: -5m or 14:05 when, @name whose
plain-there = There already: { $text }. An empty line takes it.
plain-copy = copy: there is no clipboard here, the text follows
plain-left-out = { $count ->
    [one] 1 line was left out
   *[other] { $count } lines were left out
}: nobody read fast enough
plain-library-hint = A number opens it, other words search, back clears the search and then leaves.
plain-text-hint = back goes back to the library.
plain-help-enter = An empty line does what the ENTER line names.
plain-help-number = A number is the one printed: tick 2, untick 2, copy 1. open 3 takes line 3 of a list, show 2.4 shows a step.
plain-help-rest = The rest of a line answers what is asked: note heap dump found; remind 20m call the vendor; assign 2 1.
plain-help-short = Names may be cut short: fin for finish-step. A key of the screens is a command, too: n, x, d, u, !, 1 to 6.
plain-help-person = @name in front says whose act it is.
plain-help-back = back goes back, everywhere. quit leaves; the end of input leaves, and the session runs on.
plain-act = { $name }: { $said }
plain-act-key = { $name } ({ $key }): { $said }
told-answer-with-a-number = Answer with a number, or back
told-line-unused = Not used: { $text }
told-line-unknown = there is no command "{ $text }": help lists them.
told-line-unknown-near = there is no command "{ $text }": did you mean { $names }?
told-no-such-line = there is no { $number } here: take a number that is printed.
told-no-such-step = there is no step { $text }: see { $names }.
told-line-suspend = ^Z goes to the shell; fg comes back
