"""Buckets that are known by name before they exist, each after project and stack.

Buckets of all accounts share one space of names; the account makes these ours.
"""


def audit_buckets(account: str) -> tuple[str, str]:
    """Where the audit trail is kept, and where it is written down who read there."""
    return f"{account}-audit", f"{account}-audit-access"


def code_buckets(account: str) -> tuple[str, str]:
    """Where workers find what they run, and where it is written down who read there."""
    return f"{account}-worker-code", f"{account}-worker-code-reads"


def roots_buckets(account: str) -> tuple[str, str]:
    """Where the ledger's roots are kept, and where it is written down who read there."""
    return f"{account}-roots", f"{account}-reads"
