# Faults of a runbook file.
