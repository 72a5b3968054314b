"""Exercises: questions made from a seed, what is right, and which wrong ideas fail on them."""
