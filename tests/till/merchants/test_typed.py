"""A merchant's name as it is typed."""

import pytest

from till.lib.input import InputError
from till.merchants.typed import name_of


def test_a_name_is_small_letters_digits_and_dashes() -> None:
    """Whatever else is typed is said back, with what would be one."""
    assert name_of("corner-shop-1") == "corner-shop-1"
    for odd in ("", "Acme", "-a", "a b", "a" * 41):
        with pytest.raises(InputError, match="1 to 40 small letters"):
            name_of(odd)
