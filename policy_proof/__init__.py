"""The proof of the pack: every rule reports what it is there to report, and nothing else does."""
