"""Each setting's change is the smallest one, and nothing that holds data is ever replaced."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.engine.lab import Lab, Step

pytestmark = pytest.mark.engine

API = ("cancel-payment", "read-payments", "receive-payment")
ROUTES = (
    "all",
    "get-health",
    "get-payments",
    "get-payments-id",
    "get-payments-id-entries",
    "post-payments",
    "post-payments-id-cancel",
)
LOGS = (
    *(f"api-{name}" for name in API),
    *(f"gateway-{name}" for name in ("access", "execution", "firewall")),
    "notifier-notify-customer",
    "processor-process-payments",
    "sweeper-sweep-payments",
)
PROCESSOR = {"timeoutSeconds": 20, "maximumConcurrency": 2}


class Change(NamedTuple):
    """Settings, and what they do to the stack `local`."""

    name: str
    settings: dict[str, Any]
    steps: set[Step]


def updated(*names: str) -> set[Step]:
    """Updates in place."""
    return {("update", name) for name in names}


def functions(*names: str) -> set[Step]:
    """New versions of functions, each with the alias that follows."""
    return updated(*(f"{name}-{part}" for name in names for part in ("function", "live")))


CHANGES = (
    Change(
        "a function's memory",
        {"processor": {**PROCESSOR, "memoryMb": 1536}},
        functions("processor-process-payments"),
    ),
    Change(
        "a function's timeout, and its queue's visibility with it",
        {"processor": {**PROCESSOR, "timeoutSeconds": 25}},
        functions("processor-process-payments") | updated("payments-queue"),
    ),
    Change(
        "how many batches run at once",
        {"processor": {**PROCESSOR, "maximumConcurrency": 3}},
        updated("processor-process-payments-function", "processor-mapping"),
    ),
    Change(
        "the throttle, and the concurrency that is reserved for it",
        {"throttle": {"rate": 210, "burst": 200}},
        updated(*(f"api-{name}-function" for name in API))
        | updated(*(f"gateway-{route}-settings" for route in ROUTES)),
    ),
    Change(
        "a new merchant",
        {"merchants": ["acme", "bistro", "corner"]},
        functions(*(f"api-{name}" for name in API)) | {("create", "merchants-corner-client")},
    ),
    # A version of a secret is immutable at AWS; the secret itself stays.
    Change("a rotated PSP key", {"pspKeyVersion": 2}, {("replace", "psp-version")}),
    # A new key without its version is not seen: a write-only value can't be compared.
    Change("a PSP key without a new version", {"pspKey": "sk_test_other"}, set()),
    Change(
        "how long log lines are kept",
        {"logRetentionDays": 731},
        updated(*(f"{name}-logs" for name in LOGS)),
    ),
)


@pytest.fixture
def restored(deployed: Lab) -> Iterator[Lab]:
    """The deployed stack, whose settings are the file's again afterwards."""
    yield deployed
    deployed.configure()


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_setting_changes_only_what_it_must(restored: Lab, change: Change) -> None:
    """A preview names exactly these resources, updated in place where they hold anything."""
    restored.configure(**change.settings)
    assert restored.steps() == change.steps
