"""Every state at once: spaces of flags as columns, and twins of the rules that work on columns.

The twins are written apart from the generators of `core`, and are proved against them state by
state: they say what comes out, the generators say why.
"""
