# Faults of a runbook file.

fault-error = error
fault-warning = warning
fault-and = { $first }, { $next }
fault-other-place = the other one stands at { $place }
fault-more-errors = { $count ->
    [one] and one error more
   *[other] and { $count } errors more
}
fault-more-warnings = { $count ->
    [one] and one warning more
   *[other] and { $count } warnings more
}

## Helps that many faults share

fault-help-mean = did you mean { $name }?
fault-help-known = known here: { $names }
fault-help-known-more = known here: { $names } ...
fault-help-none-known = none is written in this file

## The file

fault-too-big = the file has { $bytes } bytes, more than the { $limit } that are read
fault-too-big-help = move instructions that are not about this one trouble into a runbook of their own
fault-utf16 = the file is UTF-16
fault-utf16-help = save it as UTF-8
fault-not-utf8 = the byte { $byte } is not UTF-8
fault-not-utf8-help = save the file as UTF-8
fault-no-procedure = no procedure found in this page
fault-no-procedure-help = `runsheet show FILE` reads it
fault-too-deep = values lie more than { $limit } deep in each other
fault-too-many-nodes = the file holds more than { $limit } values
fault-too-many = { $found } { $what ->
    [role] roles
    [variable] variables
   *[step] steps
}, more than the { $limit } that are allowed
fault-too-long = { $found } characters, more than the { $limit } that are allowed
fault-duplicate-key = `{ $name }` stands here twice
fault-duplicate-key-help = keep one of the two

## JSON, and what YAML has in common with it

fault-syntax-empty = the file is empty
fault-syntax-empty-help = write at least "format", "id", "title" and "steps" with one step
fault-syntax-comment = a comment, and JSON has none
fault-syntax-comment-help = remove it, or put the words into a field
fault-syntax-trailing-comma = a comma after the last item
fault-syntax-trailing-comma-help = remove this comma
fault-syntax-missing-comma = a comma is missing
fault-syntax-missing-comma-help = put a comma here
fault-syntax-missing-colon = a colon is missing after the name
fault-syntax-missing-colon-help = write "name": value
fault-syntax-missing-value = a value is missing after the colon
fault-syntax-single-quotes = a text in single quotes
fault-syntax-curly-quotes = a text in curly quotes
fault-syntax-unquoted = a text without quotes
fault-syntax-quotes-help = put it in "double quotes"
fault-syntax-after-the-end = something stands after the end of the runbook
fault-syntax-after-the-end-help = a file holds one runbook; look for a bracket that closes too early
fault-syntax-unclosed = this `{ $open }` is never closed
fault-syntax-unclosed-help = put a `{ $close }` where it ends
fault-syntax-unclosed-text = this text is never closed
fault-syntax-unclosed-text-help = put a { $quote } where it ends
fault-syntax-control = the control character { $character } inside a text
fault-syntax-line-break = a line break inside a text
fault-syntax-tab = a tab inside a text
fault-syntax-control-help = write it as { $escape }
fault-syntax-escape = a backslash before something that has no meaning after it
fault-syntax-escape-help = write \\ for one backslash
fault-syntax-number = not a number
fault-syntax-number-help = write 12 or 1.5, or put it in "double quotes" if it is a text
fault-syntax-unexpected = `{ $character }` cannot stand here

## YAML

fault-yaml-anchor = an anchor (`&`), and runbooks take none
fault-yaml-anchor-help = remove it, and write the value out wherever it is needed; a text that begins with `&` needs quotes
fault-yaml-alias = an alias (`*`), and runbooks take none
fault-yaml-alias-help = write the value out; a text that begins with `*` needs quotes
fault-yaml-merge-key = a merge key (`<<`), and runbooks take none
fault-yaml-merge-key-help = write the fields out here
fault-yaml-tag = a tag (`!`), and runbooks take none
fault-yaml-tag-help = remove it; a text that begins with `!` needs quotes
fault-yaml-directive = a directive that is not `%YAML 1.2`
fault-yaml-directive-help = remove this line
fault-yaml-second-document = a second runbook begins here
fault-yaml-second-document-help = put it into a file of its own
fault-yaml-compound-name = a list or an object where a name stands
fault-yaml-compound-name-help = put it in "double quotes" if it is a text
fault-text-cut = from `#` on this is a comment, and no part of the value
fault-text-cut-help = put the whole value in "double quotes", or a space after the `#`
fault-syntax-tab-indent = a tab indents this line
fault-syntax-tab-indent-help = indent with spaces
fault-syntax-indent = this line is not lined up with what it belongs to
fault-syntax-indent-help = let the fields of one thing, and the dashes of one list, stand below each other
fault-syntax-no-space-after-colon = a space is missing after the colon
fault-syntax-no-space-after-colon-help = write name: value
fault-syntax-no-space-after-dash = a space is missing after the dash
fault-syntax-no-space-after-dash-help = write - item
fault-syntax-no-name = this line is no field and no item
fault-syntax-no-name-help = write name: value, or indent it deeper if it belongs to the text above
fault-syntax-colon-in-text = a colon and a space inside a text without quotes
fault-syntax-quote-whole-help = put the whole text in "double quotes"
fault-syntax-after-quotes = something stands after the closing quote
fault-syntax-after-quotes-help = put the whole text in quotes, and other ones inside
fault-syntax-braces-unquoted = a text that begins with {"{{"} and has no quotes
fault-syntax-indicator = a text without quotes cannot begin with `{ $character }`
fault-syntax-block-header = a text stands on the line of its `{ $character }`
fault-syntax-block-header-help = begin it on the next line, or put it in "double quotes" if it begins with that sign
fault-syntax-dash-after-colon = a list begins on the line of its name
fault-syntax-dash-after-colon-help = begin it on the next line, or put it in "double quotes" if it is a text

## Fields

fault-unknown-field = unknown field `{ $name }`
fault-missing = `{ $field }` is missing
fault-missing-help = add "{ $field }"
fault-none-of = one of { $fields } is missing
fault-only-one-of = only one of { $fields } may stand here
fault-empty = nothing is written here
fault-empty-help = fill it in, or remove the field
fault-type = expected { $expected }, found { $found }
fault-not-true-or-false = expected `true` or `false`, found `{ $found }`
fault-read-as-field = `{ $name }` is read as a field, for the colon after it
fault-read-as-field-help = put the whole text in "double quotes"
fault-type-time-help = write a number with its unit, such as "30m", "1h30m", "90s" or "2d"
fault-type-text-help = put it in "double quotes"
fault-type-nothing-help = leave the field out when there is nothing to say
fault-type-list-help = put it in [ ]
fault-line-break = a line break in a text of one line
fault-line-break-help = say it in one line, and the rest in `instructions` or `summary`
fault-format = made for { $found }; this program reads runbook/1
fault-format-help = a newer runsheet may read it
fault-feature = the runbook needs `{ $name }`, which this program does not know
fault-feature-help = a newer runsheet may know it

fault-expected-text = text
fault-expected-true-or-false = `true` or `false`
fault-expected-whole-number = a whole number
fault-expected-list = a list
fault-expected-object = an object
fault-expected-text-or-object = text or an object
fault-expected-text-or-list = text or a list of texts
fault-expected-time = a time such as "30m"
fault-expected-clock-time = a time of the day such as "14:30"
fault-expected-date = a date such as "2026-03-31"
fault-found-nothing = nothing (`null`)
fault-found-true-or-false = `true` or `false`
fault-found-number = a number
fault-found-text = text
fault-found-list = a list
fault-found-object = an object

## Values

fault-id-runbook = `{ $id }` is no id of a runbook
fault-id-runbook-help = use small letters a to z, digits and hyphens, at most 64
fault-id-name = `{ $id }` is no id
fault-id-name-help = use letters, digits, hyphens, dots and underscores, at most 64
fault-id-variable = `{ $id }` is no name of a variable
fault-id-variable-help = use letters a to z, digits and underscores, as a shell does
fault-id-help-such-as = such as `{ $name }`
fault-reserved-id = `{ $id }` has a meaning of its own in a `goto`
fault-reserved-id-help = choose another id
fault-duplicate-id = the id `{ $name }` is given twice
fault-duplicate-id-help = rename one of the two
fault-time-empty = no time is written here
fault-time-no-unit = `{ $found }` has a number without a unit
fault-time-unknown-unit = `{ $found }` has a unit that is none of d h m s ms
fault-time-no-number = `{ $found }` is no time
fault-time-too-long = `{ $found }` is longer than ten thousand days
fault-time-help = write "30m", "1h30m", "90s" or "2d"
fault-time-negative = `{ $found }` is below zero
fault-time-negative-help = only `planned` may lie before the start
fault-clock-time = `{ $found }` is no time of the day
fault-clock-time-help = write "14:30"
fault-date = `{ $found }` is no date
fault-date-help = write "2026-03-31": year, month, day
fault-word = `{ $given }` is none of the words known here
fault-pattern = not a pattern: { $reason }
fault-pattern-help = a pattern is a regular expression for the whole value
fault-default = the default `{ $found }` is no value the variable allows
fault-default-help = change the default, or `kind`, `choices` or `pattern`

## References

fault-unknown-step = no step is called `{ $name }`
fault-unknown-step-or-phase = no step or phase is called `{ $name }`
fault-unknown-role = no role is called `{ $name }`
fault-unknown-contact = no contact is called `{ $name }`
fault-unknown-recipient = no role or contact is called `{ $name }`
fault-unknown-notice = no notice is called `{ $name }`
fault-unknown-obligation = no obligation is called `{ $name }`
fault-unknown-level = no level is called `{ $name }`
fault-unknown-variable = no variable is called `{ $name }`
fault-anchor = `{ $given }` is no point in the course of a session
fault-anchor-help = write `start`, `end`, `<step>.start`, `<step>.done` or a milestone
fault-warn-at = the warning at { $warn_at } comes no earlier than the limit of { $limit }
fault-warn-at-help = warn earlier than the limit
fault-no-timebox = `on_overrun` without `timebox`: nothing can be over
fault-no-timebox-help = add "timebox"

## Texts and commands

fault-braces = `{"{{"}{ $name }{"}}"}` in a command is not filled in
fault-braces-help = write "${ $name }" with the quotes: the shell fills it in
fault-braces-help-value = declare a variable for it, and write "$name" with the quotes
fault-filled-unknown = nothing is called `{"{{"}{ $name }{"}}"}`
fault-filled-unknown-help = declare it under `variables`
fault-unquoted = `${ $name }` without quotes falls apart at spaces
fault-unquoted-help = write "${ $name }" with the quotes
fault-hidden-control = the control character { $character } in a command
fault-hidden-direction = the character { $character } turns the direction of writing in a command
fault-hidden-zero-width = the invisible character { $character } in a command
fault-hidden-help = remove it: what is shown and what is copied must be the same
fault-todo = `{ $word }` was left here
fault-todo-help = settle it before somebody needs it
fault-typographic = the typographic character { $character } in a command
fault-typographic-help = write plain quotes and spaces: a shell knows no others
fault-placeholder = the gap `{ $text }` was left in a command
fault-placeholder-help = declare a variable for it, and write "$name"

## Weak spots

fault-idle-role = the role `{ $role }` has nothing to do
fault-idle-role-help = give it a step, or remove it
fault-no-role = nobody is named for this step
fault-no-role-help = add "role"
fault-no-way-to-reach = there is no way to reach `{ $contact }`
fault-no-way-to-reach-help = add "phone", "email" or "chat"
fault-unreachable-step = no path leads to the step `{ $step }`
fault-unreachable-step-help = let a decision go on or jump there
fault-unreachable-branch = nothing jumps to the step `{ $step }`
fault-unreachable-branch-help = name it in a `goto`, `on_failure` or `rollback`, or remove "branch"
fault-never-ready = the step `{ $step }` waits for `{ $requires }`, which cannot come before it
fault-never-ready-self = the step `{ $step }` waits for itself
fault-never-ready-help = remove it from `requires`, or change the order
fault-never-starts = the timer `{ $timer }` never starts
fault-never-starts-help = let it start at `start`, or with a step that takes place
fault-never-closed = `{ $obligation }` is opened, and nothing in the plan closes it
fault-never-closed-help = name it in a `closes`
fault-never-opened = nothing in the plan opens `{ $obligation }`
fault-never-opened-help = name it in an `opens`, or say with "from" when it opens
fault-vague-limit = `{ $phrase }` is a limit without a number
fault-vague-limit-help = say how long, or give the step a "timebox"
fault-unknown-runbook = no runbook is called `{ $name }`
fault-unknown-runbook-help = write its id, or its path from the folder of this file
fault-runbook-outside = `{ $name }` lies outside of the folder of this runbook
fault-runbook-outside-help = put it beside this one or below it, or into the library and write its id
fault-broken-runbook = the runbook `{ $name }` cannot be read or has errors
fault-broken-runbook-help = check it by itself
fault-leads-back = the runbook `{ $name }` leads back into this one
fault-leads-back-help = let one of the two go on without the other
fault-supersedes-itself = the runbook replaces itself
fault-supersedes-itself-help = name the runbook it replaces, or remove it
fault-review-overdue = the review was due on { $due }
fault-review-overdue-help = review it, and set "reviewed" to that day
