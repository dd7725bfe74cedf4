"""How the functions' code and its packages become archives."""
