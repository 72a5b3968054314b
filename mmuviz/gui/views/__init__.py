"""The parts of the window, each a function of one frame."""
