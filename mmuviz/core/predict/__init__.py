"""Predict, then reveal: the decisions of a walk as questions, and the walk without its future."""
