"""Every stack of the program under the real engine, from nothing to its end."""

from pathlib import Path

import pytest

from tests.engine.lab import Lab, lab

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("stack", ["staging", "prod"])
def test_what_protects_its_data_comes_up_and_stays(tmp_path: Path, stack: str) -> None:
    """After an `up` a preview changes nothing, and `destroy` is refused before it touches data."""
    with lab(tmp_path, stack) as here:
        here.up()
        assert here.steps() == set()
        refused = here.run("destroy")
        assert refused.returncode != 0
        assert "protected" in refused.stdout + refused.stderr
        assert len(here.emulator.client("dynamodb").list_tables()["TableNames"]) == 2


def test_an_up_is_followed_by_silence(deployed: Lab) -> None:
    """The stack `local` is unchanged in a preview right after its `up`."""
    assert deployed.steps() == set()
