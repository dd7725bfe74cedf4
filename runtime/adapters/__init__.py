"""The domain's ports, each spoken over one real service."""
