"""The real domain code over a simulated environment: one seed, one history, every promise checked.

`python -m simulator --seed N` replays any history exactly.
"""
