"""What the audit trail needs."""

from till.permissions._audit import AUDIT
from till.permissions.documents import actions


def named() -> set[str]:
    """Every action of the document."""
    return {action for needs in AUDIT.values() for need in needs for action in actions(need)}


def test_the_deployer_does_not_silence_the_trail() -> None:
    """It is deleted by name, which rings; it is not stopped, and looks as if it went on."""
    assert "cloudtrail:StartLogging" in named()
    assert "cloudtrail:StopLogging" not in named()
