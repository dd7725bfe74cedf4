"""What endpoints are like is drawn apart, and every kind of it is drawn."""

from dataclasses import fields

from simulator.endpoint_options import NONE, draw_endpoints

DRAWN = [draw_endpoints(seed, 900) for seed in range(300)]


def test_about_half_of_the_histories_tell_nobody() -> None:
    """So that what they draw besides is what it was before there were endpoints."""
    assert 90 < DRAWN.count(NONE) < 160


def test_every_option_is_drawn() -> None:
    """Each is what it is by itself in one history, and something else in another."""
    for option in fields(NONE):
        assert {getattr(one, option.name) != option.default for one in DRAWN} == {True, False}


def test_the_same_seed_draws_the_same() -> None:
    """A history can be replayed."""
    assert draw_endpoints(7, 900) == draw_endpoints(7, 900)
