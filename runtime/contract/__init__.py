"""What the program and the functions must agree on: pydantic and constants only."""
