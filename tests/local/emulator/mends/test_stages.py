"""How a method's settings are named."""

import pytest

from local.emulator.mends.stages import written


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("*/*", "*/*"),
        ("/v1/payments/{id}/POST", "~1v1~1payments~1{id}/POST"),
        ("//GET", "~1/GET"),
    ],
)
def test_only_the_slash_before_the_method_stays(kept: str, told: str) -> None:
    """Every other slash is the path's own, also the root's."""
    assert written(kept) == told
