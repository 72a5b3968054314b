"""The three semantics of a walk, each a short generator of frozen events.

A diff of `before` and `after` is the change that the program teaches.
"""
