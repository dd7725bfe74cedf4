"""Pages and files under docs/ that are made from the code."""
