"""What is forbidden, by topic."""
