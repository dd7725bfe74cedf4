"""What a web ACL keeps of what it is told."""

from typing import Any

from local.emulator.mends.firewalls import keep


def test_what_is_said_is_kept_and_what_is_not_said_is_gone() -> None:
    """An update says everything anew."""
    record: dict[str, Any] = {"Name": "one", "AssociationConfig": {"old": 1}}
    keep(record, {"DataProtectionConfig": {"new": 2}, "Rules": []})
    assert record == {"Name": "one", "DataProtectionConfig": {"new": 2}}
