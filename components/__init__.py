"""What we deploy: one file per component."""
