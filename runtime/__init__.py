"""What runs in Lambda: handlers, the pure domain, and the adapters behind its ports."""
