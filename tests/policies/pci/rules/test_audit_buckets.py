"""Rules about the audit trail's buckets: what each must report, and what it must not."""

from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    BUCKET,
    BUCKET_LIFECYCLE,
    BUCKET_LOGGING,
    BUCKET_OBJECT_LOCK,
    BUCKET_V2,
    BUCKET_VERSIONING,
    TRAIL,
)
from policies.pci.rules.audit_buckets import RULES, S3_ACCESS_LOGGING, S3_LIFECYCLE, S3_OBJECT_LOCK
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but

IT = resource(BUCKET, {"bucket": "shop-audit", "objectLockEnabled": True})
LOGS = resource(BUCKET, {"bucket": "shop-logs"}, "logs")
TRAIL_OF_IT = resource(TRAIL, {"s3BucketName": UNKNOWN}, "trail", made_of={"s3BucketName": [IT]})


def on(bucket: Declared, kind: str, **inputs: Any) -> Declared:
    """A resource that configures this bucket."""
    return resource(kind, {"bucket": UNKNOWN, **inputs}, kind, made_of={"bucket": [bucket]})


def retention(**default: Any) -> dict[str, Any]:
    """An object lock's rule."""
    return {"defaultRetention": default}


def lifecycle(**more: Any) -> dict[str, Any]:
    """A rule for every object: it goes after a year and a bit."""
    return {
        "status": "Enabled",
        "expiration": {"days": 400},
        "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
        **more,
    }


VERSIONS = on(IT, BUCKET_VERSIONING, versioningConfiguration={"status": "Enabled"})
LOCK = on(IT, BUCKET_OBJECT_LOCK, rule=retention(mode="COMPLIANCE", days=365))
LOGGING = resource(
    BUCKET_LOGGING,
    {"bucket": UNKNOWN, "targetBucket": UNKNOWN},
    "logging",
    made_of={"bucket": [IT], "targetBucket": [LOGS]},
)
LASTING = on(IT, BUCKET_LIFECYCLE, rules=[lifecycle()])
LOCKED = (IT, TRAIL_OF_IT, VERSIONS, LOCK)


def test_an_audit_bucket_with_everything_is_fine() -> None:
    """Locked for a year, kept for longer, its readers written down in a bucket of logs."""
    logs_last = resource(
        BUCKET_LIFECYCLE, {"bucket": "shop-logs", "rules": [lifecycle(filter={})]}, "last"
    )
    everything = (*LOCKED, LASTING, LOGGING, LOGS, logs_last)
    assert blamed(list(RULES), *everything) == []
    assert blamed(S3_OBJECT_LOCK, *everything, config={"require": True}) == []


def test_other_buckets_are_not_asked_for_a_lock() -> None:
    """What no trail writes to may change, unless the configuration names it."""
    other = resource(BUCKET_V2, {"bucket": "shop-images"})
    assert blamed([S3_OBJECT_LOCK, S3_LIFECYCLE], other) == []
    for rule in (S3_OBJECT_LOCK, S3_LIFECYCLE):
        assert blamed(rule, other, config={"buckets": ["shop-images"]}) == ["it"]


@pytest.mark.parametrize(
    "broken",
    [
        [IT, VERSIONS],
        [IT, LOCK],
        [but(IT, objectLockEnabled=None), VERSIONS, LOCK],
        [but(IT, objectLockEnabled=False), VERSIONS, LOCK],
        [IT, but(VERSIONS, versioningConfiguration={"status": "Suspended"}), LOCK],
        [IT, but(VERSIONS, versioningConfiguration=None), LOCK],
        *(
            [IT, VERSIONS, but(LOCK, rule=rule)]
            for rule in (
                None,
                "rule",
                retention(mode="GOVERNANCE", days=3650),
                retention(mode="COMPLIANCE"),
                retention(mode="COMPLIANCE", days=364),
                retention(mode="COMPLIANCE", days="long"),
                retention(mode="COMPLIANCE", years=0),
            )
        ),
    ],
)
def test_an_audit_bucket_that_can_change_is_reported(broken: list[Declared]) -> None:
    """No version, no lock, one that can be lifted, or too short a one."""
    assert blamed(S3_OBJECT_LOCK, TRAIL_OF_IT, *broken) == ["it"]


def test_a_bucket_that_locks_must_mean_it() -> None:
    """Whoever writes there; one that goes with what it holds is for trying out."""
    weak = on(IT, BUCKET_OBJECT_LOCK, rule=retention(mode="GOVERNANCE", days=400))
    assert blamed(S3_OBJECT_LOCK, IT, VERSIONS, LOCK) == []
    assert blamed(S3_OBJECT_LOCK, IT, VERSIONS, weak) == ["it"]
    assert blamed(S3_OBJECT_LOCK, IT, VERSIONS) == ["it"]
    trial = but(IT, forceDestroy=True)
    tried = on(trial, BUCKET_OBJECT_LOCK, rule=retention(mode="GOVERNANCE", days=1))
    assert blamed(S3_OBJECT_LOCK, trial, tried) == []


def test_a_lock_may_count_years() -> None:
    """One is enough for a year, and not for two."""
    years = but(LOCK, rule=retention(mode="COMPLIANCE", years=1))
    assert blamed(S3_OBJECT_LOCK, IT, TRAIL_OF_IT, VERSIONS, years) == []
    longer = {"days": 730}
    assert blamed(S3_OBJECT_LOCK, IT, TRAIL_OF_IT, VERSIONS, years, config=longer) == ["it"]


def test_each_bucket_has_its_readers_written_down() -> None:
    """In another bucket of the stack, or one that is listed; a log bucket itself is not asked."""
    outside = resource(
        BUCKET_LOGGING, {"bucket": "shop-audit", "targetBucket": "central-logs"}, "logging"
    )
    assert blamed(S3_ACCESS_LOGGING, IT, LOGS, LOGGING) == []
    assert blamed(S3_ACCESS_LOGGING, IT, LOGS) == ["it", "logs"]
    assert blamed(S3_ACCESS_LOGGING, resource(BUCKET_V2, {})) == ["it"]
    assert blamed(S3_ACCESS_LOGGING, IT, outside) == ["it"]
    listed = {"externalBuckets": ["central-logs"]}
    assert blamed(S3_ACCESS_LOGGING, IT, outside, config=listed) == []


@pytest.mark.parametrize(
    "rules",
    [
        None,
        "rules",
        ["rule"],
        [lifecycle(status="Disabled")],
        [lifecycle(expiration=None)],
        [lifecycle(expiration={"days": 364})],
        [lifecycle(expiration={"date": "2030-01-01T00:00:00Z"})],
        [lifecycle(), lifecycle(filter={"prefix": "AWSLogs/"}, expiration={"days": 1})],
        [lifecycle(filter={"prefix": "AWSLogs/"})],
        [lifecycle(prefix="AWSLogs/")],
        [lifecycle(abortIncompleteMultipartUpload=None)],
        [lifecycle(transitions=[{"storageClass": "GLACIER", "days": 89}])],
        [lifecycle(transitions=[{"storageClass": "DEEP_ARCHIVE"}])],
    ],
)
def test_logs_that_go_too_soon_are_reported(rules: Any) -> None:
    """No rule, an idle one, for a part only, too short, or out of reach too early."""
    assert blamed(S3_LIFECYCLE, IT, TRAIL_OF_IT, but(LASTING, rules=rules)) == ["it"]


@pytest.mark.parametrize(
    "rules",
    [
        [lifecycle(filter={"prefix": ""})],
        [lifecycle(transitions=[{"storageClass": "GLACIER", "days": 90}])],
        [lifecycle(transitions=[{"storageClass": "GLACIER_IR", "days": 1}])],
        [lifecycle(), lifecycle(status="Disabled", expiration={"days": 1})],
    ],
)
def test_logs_that_stay_are_fine(rules: Any) -> None:
    """Slow storage after ninety days, quick storage at any time, and idle rules."""
    assert blamed(S3_LIFECYCLE, IT, TRAIL_OF_IT, but(LASTING, rules=rules)) == []


def test_absence_is_a_finding_where_it_is_required() -> None:
    """And only there: a stack without an audit trail is one that nobody asked for."""
    for rule in RULES:
        assert blamed(rule) == []
        assert len(blamed(rule, config={"require": True})) == 1
