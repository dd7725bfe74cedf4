"""Where the ledger's roots are kept, the bucket itself refuses every writer but one."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from pulumi_policy import Severity

from ..framework.actions import spelt
from ..framework.denials import denies_request
from ..framework.guarded import of
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import BUCKET_POLICY, IAM_ROLE
from ..framework.values import UndecidedError
from ._callers import WHO, callers
from ._questions import ROOTS_KEPT, actions, lists_of
from .buckets import BUCKETS


def _has_one_writer(stack: Stack, bucket: Resource, config: Config) -> Iterator[Finding]:
    if bucket.name not in config["things"].get(ROOTS_KEPT.key, ()) and not any(
        fnmatchcase(bucket.urn, each) for each in ROOTS_KEPT.things
    ):
        return
    own = of(stack, bucket)
    if own.unknown:
        raise UndecidedError(own.unknown)
    said = [each.statement for each in own.statements if each.statement.effect == "deny"]
    _, others = callers(stack, ROOTS_KEPT, said, config)
    objects = f"{bucket.known('bucket', '')}/*"
    for action in actions(ROOTS_KEPT):
        if not all(
            any(denies_request(each, bucket, objects, action, {WHO: who}) for each in said)
            for who in others
        ):
            yield Finding(
                f"Deny {spelt(action)} on /* to everybody where aws:PrincipalArn is not the ARN of "
                f"the role that may {ROOTS_KEPT.say}, without another condition, in its policy."
            )


ONE_WRITER: Final = Rule(
    number="89b",
    name="s3-roots-one-writer",
    description="The bucket of the ledger's roots refuses every writer but the one that signs.",
    severity=Severity.CRITICAL,
    pci=("10.3.2", "10.3.4", "7.2.2"),
    subjects=BUCKETS,
    stack=_has_one_writer,
    watches={
        **{kind: {"bucket": (), "policy": (IAM_ROLE, *BUCKETS)} for kind in BUCKETS},
        BUCKET_POLICY: {"bucket": BUCKETS, "policy": (IAM_ROLE, *BUCKETS)},
    },
    config={"holders": {}, "things": {}},
    schema=lists_of({"holders": [ROOTS_KEPT.key], "things": [ROOTS_KEPT.key]}),
)
"""`holders`: question → logical names of more who may; `things`: of more buckets."""

RULES: Final = (ONE_WRITER,)
