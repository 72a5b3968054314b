"""The lessons: a panel beside the live window."""
