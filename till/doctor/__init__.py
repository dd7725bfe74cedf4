"""`till doctor`: what stands between a stack and its first `up`."""
