"""The real AWS provider, or a sentence why not."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from local.program.recorder import REGION
from truth.judge import Judge, judge
from truth.plugin import AwsProvider, provider, provider_program

OFFLINE: Final = {
    "access_key": "offline",
    "secret_key": "offline",
    "skip_credentials_validation": True,
    "skip_metadata_api_check": "true",
    "skip_requesting_account_id": True,
}
"""Nobody is asked: neither validating nor planning a new resource needs an account."""


@pytest.fixture(scope="session")
def plugin() -> Path:
    """The provider's program; where it must be there, it is."""
    if found := provider_program():
        return found
    sentence = (
        "TF_PLUGIN_DIR names no folder with the AWS provider: the program is not judged by it "
        '(CONTRIBUTING.md, "The real provider").'
    )
    if os.environ.get("TILLSTACK_REQUIRE_TRUTH") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def aws(plugin: Path) -> Iterator[AwsProvider]:
    """The provider, set for the region of the recordings."""
    with provider(plugin) as running:
        assert running.configure({**OFFLINE, "region": REGION}) == ()
        yield running


@pytest.fixture(scope="module")
def real(plugin: Path) -> Iterator[Judge]:
    """The provider as a judge of single inputs."""
    with judge(plugin) as found:
        yield found
