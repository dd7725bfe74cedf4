"""How often somebody looks."""

import pytest

from runtime.domain.polling import poll_step
from tests.fakes.payments import TIMING


@pytest.mark.parametrize(
    ("elapsed", "step"),
    [(0, 5), (4, 5), (5, 20), (24, 20), (25, 60), (85, 300), (385, 900), (86_400, 900)],
)
def test_polling_slows_down_with_the_time_since_the_attempt(elapsed: int, step: int) -> None:
    """5 s, 20 s, 60 s, 5 min, then every 15 min."""
    assert poll_step(elapsed, TIMING) == step
