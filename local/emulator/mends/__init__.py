"""Answers of the emulator that AWS's own provider does not understand, mended.

Each module closes one gap of the emulator in the emulator's own process: `docs/emulator.md` says
what AWS does, `tests/fidelity` pins that the bare emulator still doesn't.
"""

from local.emulator.mends import alarms, backups, firewalls, identities, patches, queues, stages


def mend() -> None:
    """Replace the emulator's functions; call it once, before the first request."""
    for topic in (alarms, backups, firewalls, identities, patches, queues, stages):
        topic.mend()
