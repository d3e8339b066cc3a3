"""The `sangto` command: one file a command, each thin over the rooms' services.

Exit codes: 0 done · 1 done with findings, or refused by the desk's rules · 2 wrong use of the
command or unreadable input · 3 the installation is not ready (the message says what to run).
"""
