"""Mutants made by rule over the domain and the use cases: `make mutants`."""
