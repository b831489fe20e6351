"""One archive of a whole Filon: its database at one moment and every file that database names. `docs/operations` tells the operator.

`archive` is the form of the file, `snapshot` what the database is at that moment, `saving`, `checking` and `restoring` are the three
things done with it, `keeping` forgets the old ones, `commands` speaks with the terminal.
"""
