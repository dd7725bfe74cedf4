"""What components are made of: each a few resources that belong together."""
