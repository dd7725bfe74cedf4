"""What the roles may do, and what of it is used."""
