"""What buckets need."""

from till.permissions._buckets import BUCKETS
from till.permissions.documents import actions


def named() -> set[str]:
    """Every action of the document."""
    return {action for needs in BUCKETS.values() for need in needs for action in actions(need)}


def test_the_deployer_reads_nothing_that_is_kept_and_lifts_no_lock() -> None:
    """Who deploys is one of those whom the trail and the roots watch."""
    assert "s3:PutBucketPolicy" in named()
    forbidden = ("Object", "ObjectVersion", "Bypass", "ObjectRetention", "ObjectLegalHold")
    lock = {"s3:PutBucketObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration"}
    assert [
        each
        for each in named() - lock
        if each.startswith("s3:") and any(word in each for word in forbidden)
    ] == []
