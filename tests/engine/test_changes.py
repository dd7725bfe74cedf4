"""Each setting's change is the smallest one, and nothing that holds data is ever replaced."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.engine.deployed_stack import DeployedStack, StatePath

pytestmark = pytest.mark.engine

MERCHANTS = ("cancel-payment", "read-payments", "accept-payment")
API = (*MERCHANTS, "receive-webhook")
ROUTES = (
    "all",
    "get-events",
    "get-events-id",
    "get-health",
    "get-keys",
    "get-payments",
    "get-payments-id",
    "get-payments-id-entries",
    "post-payments",
    "post-payments-id-cancel",
    "post-webhooks-psp",
)
LOGS = (
    *(f"api-{name}" for name in API),
    *(f"gateway-{name}" for name in ("access", "execution", "firewall")),
    "notifier-notify-customer",
    "notifier-receive-email-event",
    "operators-operate-payments",
    "payer-retention-expire-payers",
    "processor-process-payment",
    "processor-process-dead-letter",
    "reconciler-reconcile-payments",
    "roots-sign-ledger",
    "events-deliver-events",
    "events-sweep-events",
    "sweeper-sweep-payments",
)
PROCESSOR = {"timeoutSeconds": 20, "maximumConcurrency": 2}


class EngineChange(NamedTuple):
    """Settings, and what they do to the stack `local`."""

    name: str
    settings: dict[str, Any]
    places: set[StatePath]


def updated(path: str, *names: str) -> set[StatePath]:
    """One property of resources, in place."""
    return {("update", name, path) for name in names}


def functions(path: str, *names: str) -> set[StatePath]:
    """New versions of functions, each with the alias that follows."""
    return updated(path, *(f"{name}-function" for name in names)) | updated(
        "functionVersion", *(f"{name}-live" for name in names)
    )


TIMED = (
    "api-accept-payment",
    "notifier-notify-customer",
    "notifier-receive-email-event",
    "operators-operate-payments",
    "processor-process-payment",
    "processor-process-dead-letter",
    "reconciler-reconcile-payments",
    "events-deliver-events",
    "sweeper-sweep-payments",
)
LIMIT = "reservedConcurrentExecutions"
NEW_VERSIONS = (
    EngineChange(
        "a function's memory",
        {"processor": {"memoryMb": 1536}},
        functions("memorySize", "processor-process-payment", "processor-process-dead-letter"),
    ),
    EngineChange(
        "a function's timeout, its queues' visibility with it, and the times that all know",
        {"processor": {"timeoutSeconds": 25}},
        functions("timeout", "processor-process-payment", "processor-process-dead-letter")
        | functions("environment.variables.TIMING", *TIMED)
        | updated("visibilityTimeoutSeconds", "payments-queue", "payments-dead-letters")
        # Which ring near the timeout.
        | updated(
            "threshold",
            "processor-process-payment-Duration-alarm",
            "processor-process-dead-letter-Duration-alarm",
        ),
    ),
    # A version of a secret is immutable at AWS; the secret itself stays.
    EngineChange(
        "a rotated PSP key",
        {"pspKeyVersion": 2},
        {("replace", "psp-version", "secretStringWoVersion")},
    ),
)
NO_VERSION = (
    EngineChange(
        "how many batches run at once",
        {"processor": {"maximumConcurrency": 3}},
        updated(LIMIT, "processor-process-payment-function")
        | updated("scalingConfig.maximumConcurrency", "processor-process-payment-mapping"),
    ),
    EngineChange(
        "the throttle, and the concurrency that is reserved for it",
        {"throttle": {"rate": 210, "burst": 200}},
        updated(LIMIT, *(f"api-{name}-function" for name in API))
        | updated(
            "settings.throttlingRateLimit", *(f"gateway-{route}-settings" for route in ROUTES)
        ),
    ),
    # A new key without its version is not seen: a write-only value can't be compared.
    EngineChange("a PSP key without a new version", {"pspKey": "sk_test_other"}, set()),
    EngineChange(
        "how long log lines are kept, and the ledger's roots with them",
        {"logRetentionDays": 731},
        updated("retentionInDays", *(f"{name}-logs" for name in LOGS))
        | updated("rule.defaultRetention.days", "roots-lock")
        | updated("rules[0].expiration.days", "roots-access-kept"),
    ),
)


@pytest.fixture
def restored(deployed: DeployedStack) -> Iterator[DeployedStack]:
    """The deployed stack, whose settings are the file's again afterwards."""
    yield deployed
    deployed.configure()


@pytest.mark.parametrize("changes", [NEW_VERSIONS, NO_VERSION], ids=["versions", "no version"])
def test_settings_change_only_what_they_must(
    restored: DeployedStack, changes: tuple[EngineChange, ...]
) -> None:
    """A preview names exactly these properties, updated in place where a resource holds anything.

    Settings that touch no property in common share a preview; what needs no new version of a
    function has one without any.
    """
    settings: dict[str, Any] = {"processor": PROCESSOR}
    for change in changes:
        processor = settings["processor"] | change.settings.get("processor", {})
        settings |= change.settings | {"processor": processor}
    restored.configure(**settings)
    assert restored.places() == set().union(*(change.places for change in changes))
