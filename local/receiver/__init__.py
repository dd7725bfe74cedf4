"""A merchant's backend that takes signed events, on loopback."""
