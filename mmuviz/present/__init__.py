"""What the screen says at a step, as plain data made without Qt."""
