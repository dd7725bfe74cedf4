"""Measurements, each beside a peer or a floor."""
