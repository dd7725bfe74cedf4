"""Ports that say in the log what is done through them: one JSON line per step, good or bad."""
