"""Payments, as operators and developers look at them and act on them."""
