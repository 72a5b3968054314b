"""Wrong ideas of a page walk, each a small walker, and what they get wrong.

Source: semantics.md, 2 and 7, for what is right; the ideas are those that people write down.
"""
