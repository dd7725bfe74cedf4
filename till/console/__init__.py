"""A page for people who have no shell: `till console`."""
