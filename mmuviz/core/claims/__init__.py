"""What the change claimed and what it brought in, counted over whole spaces of states.

Every count is a function of the mode, of a reference (before) and of a candidate (after).
"""
