"""The page walk itself: values, the three semantics, recorded traces. Standard library only."""
