"""The program's own windows; each is opened, never run in a loop of its own."""
