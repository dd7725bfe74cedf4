"""`till preview`: what a preview means, for a person who decides on it."""
