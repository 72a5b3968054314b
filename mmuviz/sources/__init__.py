"""Where scenarios come from: scenario files, recorded vectors, ELF cores, raw dumps."""
