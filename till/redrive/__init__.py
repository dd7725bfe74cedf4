"""`till redrive`: what each dead letter would do, and letting it."""
