# The library: what can be opened, what is marked on it, what is said about the highlighted one.

## The list

library-search = search:
library-sessions = Going on
library-near = Beside you
library-user = Yours
library-bundled = Bundled
library-pages = To read
library-shelf = { $shelf } ({ $count })
library-found = Runbooks found ({ $count })
library-none = Nothing is found by these words.
library-unread = reading, { $count } to go
library-enter = open
library-enter-faults = see what is wrong with it
library-enter-page = read it
library-drilled = drilled { $day }

## What is marked on a runbook

mark-broken = { $count ->
    [one] { $count } fault
   *[other] { $count } faults
}
mark-broken-whole = { $count ->
    [one] { $count } fault keeps
   *[other] { $count } faults keep
} it from being run
mark-unreadable = cannot be read
mark-twin = by path only
mark-twin-whole = its name opens { $file } beside it; this one is opened by its path
mark-draft = draft
mark-draft-whole = draft: not in force yet
mark-retired = retired
mark-retired-whole = retired: no longer in force
mark-superseded = superseded
mark-superseded-whole = superseded by: { $title }
mark-not-yet = not yet in force
mark-not-yet-whole = in force from { $day }
mark-review = review overdue
mark-review-whole = review overdue since { $day }
mark-drill = drill due
mark-drill-whole = drill due since { $day }
mark-never = never drilled
mark-page = to read

## The highlighted runbook

library-version = version { $version }
library-class = class { $class }
library-owner = kept by { $owner }
library-symptoms = Known by: { $list }
library-phases = Phases: { $list }
library-phase = { $title } ({ $steps })
library-phase-at-once = { $title } ({ $steps } at once)
library-roles = Roles: { $list }
library-planned = planned { $time }
library-limits = limits add up to { $time }
library-decisions = { $count ->
    [one] { $count } decision
   *[other] { $count } decisions
}
library-question = { $step } { $question } { $leads }
library-lead = { $answer } -> { $to }
library-to-end = end
library-to-runbook = runbook { $name }
library-last-drilled = last drilled { $day }, next due { $due }
library-review-due = review due { $day }
library-others = also: { $list }
library-page = A page without steps to go through.

## The list of runbooks

list-id = id
list-title = title
list-languages = lang
list-class = class
list-drilled = drilled
list-marks = to know
list-none = no runbook is found
