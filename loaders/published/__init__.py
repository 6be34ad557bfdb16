"""Files as their publishers publish them, turned into rows of `data/observations/`: one module a format.

A format's docstring is its specification: columns, units, traps and an example that its test reads. `importer` finds
out which format a file has, `edition` compares it with what the ledger holds, `store` writes what is new, and
`fetch` asks a publisher's own API. None of it runs while the dashboard is served.
"""
