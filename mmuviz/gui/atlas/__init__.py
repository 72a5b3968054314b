"""The atlas: a map of every state, and what stands round it."""
