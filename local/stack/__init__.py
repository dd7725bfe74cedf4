"""A whole running stack, a merchant of it, and whether its promises hold."""
