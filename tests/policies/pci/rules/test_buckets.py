"""Rules about buckets: what each must report, and what it must not."""

from typing import Any

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.tokens import (
    ACCOUNT_PUBLIC_ACCESS,
    BUCKET,
    BUCKET_ACL,
    BUCKET_ENCRYPTION,
    BUCKET_LOGGING,
    BUCKET_OWNERSHIP,
    BUCKET_PUBLIC_ACCESS,
    BUCKET_V2,
    KEY,
)
from policies.pci.platform import unresolved
from policies.pci.rules.buckets import (
    RULES,
    S3_CMK,
    S3_NO_ACL,
    S3_NO_FORCE_DESTROY,
    S3_PUBLIC_ACCESS,
)
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import blamed, but

DISPOSABLE = {"tillstack:retention": "dispose"}

KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/made-up"
AUDIT = resource(KEY, {}, "key")
IT = resource(BUCKET, {"bucket": "shop-audit"})


def on(bucket: Declared, kind: str, **inputs: Any) -> Declared:
    """A resource that configures this bucket."""
    made_of = {"bucket": [bucket], **({"rules": [AUDIT]} if "rules" in inputs else {})}
    return resource(kind, {"bucket": UNKNOWN, **inputs}, kind, made_of=made_of)


FLAGS = dict.fromkeys(
    ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True
)
BLOCK = on(IT, BUCKET_PUBLIC_ACCESS, **FLAGS)
ENFORCED = {"objectOwnership": "BucketOwnerEnforced"}
OWNED = on(IT, BUCKET_OWNERSHIP, rule=ENFORCED)


def rules(algorithm: str | None = "aws:kms", key: Any = UNKNOWN, *, cached: Any = True) -> Any:
    """The one rule of an encryption configuration."""
    default = {"sseAlgorithm": algorithm, "kmsMasterKeyId": key}
    default = {name: value for name, value in default.items() if value is not None}
    return [{"applyServerSideEncryptionByDefault": default, "bucketKeyEnabled": cached}]


SEALED = on(IT, BUCKET_ENCRYPTION, rules=rules())


def test_a_bucket_with_everything_is_fine() -> None:
    """Closed, sealed with our key, owned by us."""
    assert blamed(list(RULES), IT, BLOCK, OWNED, SEALED, AUDIT) == []


@pytest.mark.parametrize("kind", [BUCKET, BUCKET_V2])
def test_a_bare_bucket_is_reported_by_each_rule(kind: str) -> None:
    """What the service does by default is not a decision, and a guard of another is none."""
    bare, other = resource(kind, {"bucket": "bare"}, "bare"), resource(BUCKET, {}, "other")
    apart = [on(other, BUCKET_PUBLIC_ACCESS, **FLAGS), on(other, BUCKET_ENCRYPTION, rules=rules())]
    for rule in (S3_PUBLIC_ACCESS, S3_CMK, S3_NO_ACL):
        assert "bare" in blamed(rule, bare, other, *apart, AUDIT)


def test_a_guard_may_name_its_bucket_by_text() -> None:
    """The physical name, known before anything exists."""
    assert blamed(S3_PUBLIC_ACCESS, IT, but(BLOCK, bucket="shop-audit")) == []
    named = resource(BUCKET_PUBLIC_ACCESS, {"bucket": "shop-audit", **FLAGS}, "block")
    assert blamed(S3_PUBLIC_ACCESS, IT, named) == []
    assert blamed(S3_PUBLIC_ACCESS, IT, but(named, bucket="shop-other")) == ["it"]


@pytest.mark.parametrize(
    "weak",
    [{flag: value} for flag in FLAGS for value in (False, None)] + [{"skipDestroy": True}],
)
def test_an_open_bucket_is_reported(weak: dict[str, Any]) -> None:
    """One flag is enough, and so is a block that outlives nothing."""
    assert blamed(S3_PUBLIC_ACCESS, IT, but(BLOCK, **weak)) == ["it"]


@pytest.mark.parametrize(
    "weak",
    [
        [],
        rules("AES256", None),
        rules(None, None),
        rules("aws:kms", None),
        rules("aws:kms", "alias/aws/s3"),
        rules(cached=False),
        rules(cached=None),
        "rules",
        ["rule"],
        [{"applyServerSideEncryptionByDefault": ["aws:kms"]}],
    ],
)
def test_a_bucket_under_another_key_is_reported(weak: Any) -> None:
    """S3's own, AWS's, none, a costly one, or no rule at all."""
    assert blamed(S3_CMK, IT, but(SEALED, rules=weak), AUDIT) == ["it"]


def test_the_key_is_of_this_stack_or_listed() -> None:
    """A known key of elsewhere counts by its ARN in the configuration."""
    elsewhere = resource(BUCKET_ENCRYPTION, {"bucket": "shop-audit", "rules": rules(key=KEY_ARN)})
    elsewhere = Declared(**{**elsewhere.__dict__, "urn": f"{elsewhere.urn}-encryption"})
    assert blamed(S3_CMK, IT, elsewhere) == ["it"]
    assert blamed(S3_CMK, IT, elsewhere, config={"externalArns": [KEY_ARN]}) == []
    nowhere = but(elsewhere, rules=rules())
    assert blamed([S3_CMK, unresolved([S3_CMK])], IT, nowhere) == ["it"]
    assert blamed(S3_CMK, IT, on(IT, BUCKET_ENCRYPTION, rules=rules("aws:kms:dsse", cached=None)),
                  AUDIT) == []  # fmt: skip


def test_access_logs_are_not_under_a_key_of_kms() -> None:
    """S3 could not deliver them; any other bucket has no such excuse."""
    plain = on(IT, BUCKET_ENCRYPTION, rules=rules("AES256", None))
    source = resource(BUCKET, {"bucket": "source"}, "source")
    logging = resource(
        BUCKET_LOGGING,
        {"bucket": UNKNOWN, "targetBucket": UNKNOWN},
        "logging",
        made_of={"bucket": [source], "targetBucket": [IT]},
    )
    assert blamed(S3_CMK, IT, plain) == ["it"]
    assert "it" not in blamed(S3_CMK, IT, plain, source, logging)


@pytest.mark.parametrize(
    "weak",
    [None, {}, {"objectOwnership": "ObjectWriter"}, {"objectOwnership": "BucketOwnerPreferred"}],
)
def test_a_bucket_that_others_may_own_parts_of_is_reported(weak: Any) -> None:
    """Only `BucketOwnerEnforced` switches access control lists off."""
    assert blamed(S3_NO_ACL, IT, but(OWNED, rule=weak)) == ["it"]


def test_an_access_control_list_is_reported() -> None:
    """On the bucket or beside it, even a private one."""
    assert blamed(S3_NO_ACL, but(IT, acl="private"), OWNED) == ["it"]
    listed = resource(BUCKET_V2, {"bucket": "shop-audit", "acl": "private"})
    assert blamed(S3_NO_ACL, listed, on(listed, BUCKET_OWNERSHIP, rule=ENFORCED)) == ["it"]
    assert blamed(S3_NO_ACL, but(IT, grants=[{"type": "Group"}]), OWNED) == ["it"]
    assert blamed(S3_NO_ACL, IT, OWNED, on(IT, BUCKET_ACL, acl="public-read")) == [BUCKET_ACL]


@pytest.mark.parametrize("kind", [BUCKET, BUCKET_V2])
def test_objects_go_with_their_bucket_only_where_the_stack_may(kind: str) -> None:
    """Disposable data may go, except in a stack that never is."""
    forced = resource(kind, {"forceDestroy": True})
    assert blamed(S3_NO_FORCE_DESTROY, resource(kind, {"forceDestroy": False})) == []
    assert blamed(S3_NO_FORCE_DESTROY, forced) == ["it"]
    assert blamed(S3_NO_FORCE_DESTROY, forced, settings=DISPOSABLE) == []
    prod = resource(kind, {"forceDestroy": "true"}, stack="prod")
    assert blamed(S3_NO_FORCE_DESTROY, prod, settings=DISPOSABLE) == ["it"]


@pytest.mark.parametrize("flag", FLAGS)
def test_the_account_s_own_block_is_whole(flag: str) -> None:
    """All four, as on a bucket."""
    whole = {each: True for each in FLAGS if each != "bucket"}
    assert blamed(S3_PUBLIC_ACCESS, resource(ACCOUNT_PUBLIC_ACCESS, whole)) == []
    for wrong in ({**whole, flag: False}, {k: v for k, v in whole.items() if k != flag}):
        assert blamed(S3_PUBLIC_ACCESS, resource(ACCOUNT_PUBLIC_ACCESS, wrong)) == ["it"]
