"""Small controls drawn in the program's own vocabulary."""
