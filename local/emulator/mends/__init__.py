"""Answers of the emulator that AWS's own provider does not understand, mended.

Each module closes one gap of the emulator in the emulator's own process: `docs/emulator.md` says
what AWS does, `tests/fidelity` pins that the bare emulator still doesn't.
"""

from local.emulator.mends import (
    alarms,
    backups,
    blocked_requests,
    buses,
    firewalls,
    identities,
    patches,
    queues,
    request_addresses,
    request_models,
    stages,
    subscriptions,
    timeouts,
)


def mend(gateway_limit: float | None) -> None:
    """Replace the emulator's functions; call it once, before the first request.

    The gateway waits so many seconds for a function; None: as long as its integration says.
    """
    for topic in (
        alarms, backups, blocked_requests, buses, firewalls, identities, patches, queues,
        request_addresses, request_models, stages, subscriptions,
    ):  # fmt: skip
        topic.mend()
    timeouts.mend(gateway_limit)
