# What the command line says, and what the world's failures are called.

cli-no-terminal = this needs a terminal on standard input and output; without one use: runsheet sessions, report, check
cli-config-unknown = the configuration has a field nobody knows: { $field }
cli-home-unwritable = sessions cannot be kept in { $path }: { $error }; name another folder with --home or RUNSHEET_HOME
cli-unknown-runbook = no runbook is called { $name }; `runsheet` lists the library
cli-unknown-runbook-near = no runbook is called { $name }; did you mean { $nearest }?
cli-runbook-missing = there is no file { $path }
cli-runbook-no-file = { $path } is not a file
cli-runbook-outside = { $path } lies outside the folder of the runbook that names it
cli-runbook-too-large = { $path } is longer than { $limit } bytes, the most a runbook may have
cli-runbook-unreadable = { $path } cannot be read: { $error }
cli-runbook-broken = { $count ->
    [one] 1 error; see: runsheet check { $name }
   *[other] { $count } errors; see: runsheet check { $name }
}
cli-runbook-draft = draft: not in force yet
cli-runbook-retired = retired: no longer in force
cli-unknown-session = no session is called that; see: runsheet sessions --all
cli-unknown-session-near = no session is called that; did you mean { $nearest }?
cli-ambiguous-session = { $count } sessions have that in their names, give more of it; the newest: { $names }
cli-record-unreadable = the record of this session cannot be read: { $error }
cli-record-headless = the record of this session has lost its first entry, and with it the runbook; { $count ->
    [one] the one other entry is
   *[other] the { $count } other entries are
} still in { $path }
cli-newer-version = a newer runsheet wrote this record; this one only reads it
cli-append-failed = { $error }
cli-damaged = the record is damaged: entries that were saved are missing or changed; the rest is kept and goes on
cli-damage-at = part { $segment }, byte { $offset }:
cli-damage-missing = entries { $from } to { $to } are missing or changed
cli-damage-unknown = something that was saved is changed
cli-damage-newer = written by a newer release (version { $version })
cli-cut-short = not all of it could be written to standard output
cli-nothing-recorded = nothing is recorded yet
cli-standing = { $state }, { $step }, last entry { $last }
cli-standing-damaged = {"  "}record damaged
cli-standing-held = , { $name } is on it
cli-session-line = { $name }  { $kind }  { $title }  { $state }
cli-no-sessions = no sessions yet; `runsheet` opens the library
cli-no-unfinished-sessions = no unfinished sessions; --all lists those that are over
cli-not-saved = { $count ->
    [one] NOT SAVED: 1 entry is in no file; it follows
   *[other] NOT SAVED: { $count } entries are in no file; they follow
}
cli-log-is-at = log:    { $path }
cli-report-is-at = report: { $path }
cli-resume-with = to go on: { $command }
cli-unacted-here = this release keeps these fields of the runbook, but does not act on them: { $fields }
cli-unacted = { $file }: kept, but not acted on yet: { $fields }
cli-checked = { $files ->
    [one] 1 file
   *[other] { $files } files
}, { $errors ->
    [one] 1 error
   *[other] { $errors } errors
}, { $warnings ->
    [one] 1 warning
   *[other] { $warnings } warnings
}
