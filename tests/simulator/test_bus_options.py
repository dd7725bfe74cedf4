"""What a bus is like is drawn apart, and every kind of it is drawn."""

from dataclasses import fields

from simulator.bus_options import NO_BUS, draw_bus

DRAWN = [draw_bus(seed, 900) for seed in range(300)]


def test_two_of_three_histories_have_no_bus() -> None:
    """So that what they draw besides is what it was before there was one."""
    assert 170 < DRAWN.count(NO_BUS) < 230


def test_every_option_is_drawn() -> None:
    """Each is what it is by itself in one history, and something else in another."""
    for option in fields(NO_BUS):
        assert {getattr(one, option.name) != option.default for one in DRAWN} == {True, False}


def test_the_same_seed_draws_the_same() -> None:
    """A history can be replayed."""
    assert draw_bus(7, 900) == draw_bus(7, 900)
