"""Exercises in the window: a set of questions, one at a time, timed or not, and its report."""
