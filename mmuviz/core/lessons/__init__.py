"""Lessons: text, places to look at, questions whose answers are computed, and tasks."""
