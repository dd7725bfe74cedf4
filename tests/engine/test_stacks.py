"""The stacks that protect their data, from nothing to the end that is refused.

`dev` is brought up, left unchanged and taken down in `test_interrupted`, `local` in `test_make`.
"""

from pathlib import Path

import pytest

from tests.engine.deployed_stack import deployed_stack

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("stack", ["staging", "prod"])
def test_what_protects_its_data_comes_up_and_stays(tmp_path: Path, stack: str) -> None:
    """After an `up` a preview changes nothing, and `destroy` is refused before it touches data."""
    with deployed_stack(tmp_path, stack) as here:
        here.up()
        assert here.steps() == set()
        refused = here.run("destroy")
        assert refused.returncode != 0
        assert "protected" in refused.stdout + refused.stderr
        assert len(here.emulator.client("dynamodb").list_tables()["TableNames"]) == 4
