"""`till merchants`: who may call, changed without a deployment."""
