# What the command line says, and what the world's failures are called.

cli-no-terminal = this needs a terminal on standard input; with --plain each line of it is a command, and these need none: runsheet sessions, report, check, say, act
cli-who-types = { $login } is a login that several people use. Your name (ENTER to go on as { $login }):
cli-take-over-who = { $login } is a login that several people use; to end a terminal of yours, say whose it is with --as NAME
cli-take-over-unclear = the system does not tell which program your other terminal is (by its own account pid { $pid } at { $host }), so nothing was ended; without --take-over you join it
cli-take-over-stayed = the other terminal of { $person } was told to end and then killed, but is still there (pid { $pids })
cli-config-unknown = the configuration has a field nobody knows: { $field }
cli-config-wrong = `{ $field }` of the configuration is left out; it can be: { $allowed }
cli-home-unwritable = sessions cannot be kept in { $path }: { $error }; name another folder with --home or RUNSHEET_HOME
cli-unknown-runbook = no runbook is called { $name }; `runsheet` lists the library
cli-unknown-runbook-near = no runbook is called { $name }; did you mean { $nearest }?
cli-runbook-missing = there is no file { $path }
cli-runbook-no-file = { $path } is not a file
cli-runbook-outside = { $path } lies outside the folder of the runbook that names it
cli-runbook-too-large = { $path } is longer than { $limit } bytes, the most a runbook may have
cli-runbook-unreadable = { $path } cannot be read: { $error }
cli-unknown-session = no session is called that; see: runsheet sessions --all
cli-unknown-session-near = no session is called that; did you mean { $nearest }?
cli-ambiguous-session = { $count } sessions have that in their names, give more of it; the newest: { $names }
cli-record-unreadable = the record of this session cannot be read: { $error }
cli-record-empty = the record of this session holds no readable entry
cli-record-headless = the record of this session has lost its first entry, and with it the runbook; { $count ->
    [one] the one other entry is
   *[other] the { $count } other entries are
} still in { $path }
cli-newer-version = a newer runsheet wrote this record; this one only reads it
cli-act-unsaved = NOT SAVED: { $error }
cli-act-outrun = others kept appending first; try again
cli-act-ids = there are: { $ids }
cli-act-ids-first = there are, among others: { $ids }
cli-act-hint = { $why } ({ $hint })
cli-act-reason = the reason goes into --reason
cli-act-type = it goes into --type { $expected }
cli-act-then = say it with --then: go-on, again, or a step
cli-how-to-write-times = write -5m for five minutes ago, or 14:05 for a time of the last twelve hours
cli-text-cut = the text was cut at { $limit } characters
cli-input-unread = standard input cannot be read: { $error }
cli-append-failed = { $error }
cli-no-thread = the system gives no thread for the journal: { $error }
cli-kept-elsewhere = sessions cannot be kept where they belong: this one is kept in { $path }
cli-kept-fleeting = this session is kept in { $path } and LOST AT REBOOT: no other folder takes it
cli-kept-off-network = sessions belong on a network file system: this one is kept in { $path } and copied there at the end
cli-kept-low = only { $mib } MiB are left for the log: make room before the disk is full
cli-append-held = { $command } (pid { $pid }) holds the journal
cli-damaged = the record is damaged: entries that were saved are missing or changed; the rest is kept and goes on
cli-damage-at = part { $segment }, byte { $offset }:
cli-damage-missing = entries { $from } to { $to } are missing or changed
cli-damage-unknown = something that was saved is changed
cli-unread = entry { $seq } was written by a newer release (version { $version })
cli-cut-short = not all of it could be written to standard output
cli-nothing-recorded = nothing is recorded yet
cli-session-named = { $name } (number { $number })
cli-watch-which = Which session? { $names }
cli-nothing-to-watch = No session is running.
cli-standing = { $state }, { $step }, last entry { $last }
cli-standing-damaged = {"  "}record damaged
cli-standing-held = , on it: { $names }
cli-standing-number = {", "}join { $number }
cli-standing-watching = { $person } (watching)
cli-only-watches = this terminal only watches
cli-session-line = { $name }  { $kind }  { $title }  { $state }
cli-no-sessions = no sessions yet; `runsheet` opens the library
cli-no-unfinished-sessions = no unfinished sessions; --all lists those that are over
cli-not-saved = { $count ->
    [one] NOT SAVED: 1 entry is in no file; its line of the journal follows on the standard output: keep it
   *[other] NOT SAVED: { $count } entries are in no file; their lines of the journal follow on the standard output: keep them
}
cli-log-is-at = log:    { $path }
cli-report-is-at = report: { $path }
cli-resume-with = to go on: { $command }
cli-outside-missing = { $program } is not installed here; it is needed for this
cli-outside-slow = { $program } took too long and was ended
cli-outside-refused = { $program }: { $why }
cli-head-is = head:   { $hash }:{ $count }
cli-verify-sound = { $name }: sound, { $count ->
    [one] 1 entry
   *[other] { $count } entries
}, each linked to the one before it
cli-verify-unclear = { $name }: NOT VERIFIED, { $count ->
    [one] 1 entry
   *[other] { $count } entries
} can be read; whether something that was saved is changed cannot be told
cli-verify-damaged = { $name }: DAMAGED, { $count ->
    [one] 1 entry
   *[other] { $count } entries
} can be read
cli-verify-unanchored = unanchored: a cut end or a record rewritten as a whole cannot be seen; give a head noted elsewhere with --anchor
cli-verify-anchored = anchored: the record ends in the head that was noted elsewhere
cli-verify-anchored-up-to = anchored up to entry { $seq }; { $later ->
    [one] the entry after it stands
   *[other] the { $later } entries after it stand
} on the chain alone
cli-verify-mismatch = ANCHOR MISMATCH: the head noted elsewhere is not in this record; it was cut short or rewritten since, or the anchor is another session's
cli-verify-signed-by = signature: { $key }; compare the fingerprint with that of the person's key
cli-verify-missing-one = missing: entry { $seq }
cli-verify-missing = missing: entries { $from } to { $to }
cli-verify-head = head: { $hash }:{ $count }
cli-verify-signed = signature written: { $path }
cli-verify-logged = the head was handed to the system's log
cli-verify-not-vouched = a record that is not sound is not signed and not noted elsewhere
cli-verify-no-key = no SSH key of the usual names is in ~/.ssh; name one: --sign KEY
cli-verify-other-session = the signature is that of another session's head
cli-verify-unread = { $path } cannot be read: { $error }
cli-verify-unwritten = { $path } cannot be written: { $error }
cli-verify-no-head = { $path } is not the head of a record
cli-found-unreadable = no entry can be read
cli-found-torn = { $len } bytes of a write that did not end; nobody was told that it was saved (harmless)
cli-found-rewritten = entry { $seq } stands here once more, after a disk did not confirm it (harmless)
cli-found-newer = entry { $seq } is of a newer release (version { $version }); its place in the chain is right, its content was not looked at
cli-found-tail = { $len } bytes at the end are no entry: a write that nobody was told of, or a last entry changed later
cli-found-gap = entries { $from } to { $to } do not stand here, or are changed
cli-found-gap-one = entry { $seq } does not stand here, or is changed
cli-found-unlinked = entry { $seq } does not link to the one before it: one of the two was changed
cli-found-repeated = entry { $seq } stands here a second time
cli-found-astray = entry { $seq } stands here, behind later ones
cli-found-runbook = the text of runbook { $name } in entry { $seq } is not the one whose hash stands beside it
cli-found-segment-gone = part { $segment } of the record is not there
cli-found-side-changed = { $path }: the content is not the one that was recorded
cli-found-side-missing = { $path }: entry { $seq } names it, and it is gone
cli-found-side-unreadable = { $path } cannot be read
cli-found-side-unnamed = { $path }: its name is no hash, so nothing vouches for it (harmless)
cli-unacted-here = this release keeps these fields of the runbook, but does not act on them: { $fields }
cli-unacted = { $file }: kept, but not acted on yet: { $fields }
cli-check-empty = { $dir } holds no runbooks
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
cli-child-absent = The runbook { $name }, which "{ $by }" leads into, is not there, and the session goes on without it: { $why }
cli-child-too-deep = runbooks lie more than { $limit } deep in each other.
cli-child-too-large = all texts together would be longer than { $limit } bytes.
cli-child-broken = { $count ->
    [one] it has one fault; see `runsheet check`.
   *[other] it has { $count } faults; see `runsheet check`.
}
cli-made = written: { $path }
cli-made-exists = { $path } is there already; nothing was written
cli-made-unwritten = { $path } cannot be written: { $error }
cli-made-misnamed = { $path } must end in .{ $ending } for what is written into it
cli-convert-itself = { $path } is the file that is read; name another one
cli-convert-unfit = { $name } would not be read back as the same runbook; nothing was written
cli-no-flow = { $name } has no steps, so there is no flow

# What was recognised in a Markdown page.
recognised-in = recognised in this page: { $found }
recognised-counts =
    { $phases ->
        [0] { "" }
        [one] 1 phase,{ " " }
       *[other] { $phases } phases,{ " " }
    }{ $steps ->
        [one] 1 step
       *[other] { $steps } steps
    } ({ $numbered } numbered, { $sections } from sections, { $text } from text), { $commands ->
        [one] 1 command
       *[other] { $commands } commands
    }, { $variables ->
        [one] 1 variable
       *[other] { $variables } variables
    }, { $conditional } conditional; { $context ->
        [one] 1 section
       *[other] { $context } sections
    } read as context; { $roles ->
        [0] no roles
        [one] 1 role
       *[other] { $roles } roles
    }, { $timers ->
        [0] no timers
        [one] 1 timer
       *[other] { $timers } timers
    }
