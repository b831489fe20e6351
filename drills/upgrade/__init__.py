"""Three upgrades in a row while people work: a column gets another name by expand, backfill and contract, and no request fails.

`notebook/` holds the four releases of a small notebook beside Filon: 1 knows `words`; 2 adds `label` and writes both; 3 completes, reads
`label` alone and does not know `words` any more; 4 drops the column. Whatever release serves while the next one migrates goes on serving:
the rule for our own migrations too.
"""
