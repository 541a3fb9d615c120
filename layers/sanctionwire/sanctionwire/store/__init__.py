"""Everything that is kept: the commit log, readings, source rows, projections; on two ports with two implementations.

`docs/store.md` is the layout, with worked examples; whatever cannot be changed without breaking the chain stands there.
"""
