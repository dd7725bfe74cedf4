"""Whose word the gateway takes for a caller's certificate, where it asks for one."""

from collections.abc import Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.tokens import API_DOMAIN, BUCKET_OBJECT
from ..framework.values import ABSENT, UNKNOWN
from .buckets import BUCKETS, VERSIONING, keeps_every_version

_MTLS: Final = "mutualTlsAuthentication"


def _is_kept(stack: Stack, domain: Resource, config: Config) -> Iterator[Finding]:
    if domain.get(_MTLS) is ABSENT:
        return
    if domain.get(f"{_MTLS}.truststoreVersion") in (ABSENT, ""):
        yield Finding(
            f"{_MTLS}.truststoreVersion: Set it to the version_id of the object, so that another "
            "one vouches for callers only after an update of this stack."
        )
    uri = domain.get(f"{_MTLS}.truststoreUri")
    if uri is UNKNOWN:
        # Its edges say which object it is, and rule 0.6 asks for them.
        return
    name = str(uri).removeprefix("s3://").partition("/")[0]
    stores = [each for each in stack.of(*BUCKETS) if each.get("bucket") == name]
    if not stores and name not in config["buckets"]:
        yield Finding(
            f"{_MTLS}.truststoreUri: Name an object in a bucket of this stack, or list the bucket "
            "in the rule's buckets."
        )
    if not all(keeps_every_version(stack, each) for each in stores):
        yield Finding(
            f"{_MTLS}.truststoreUri: Add an aws.s3.BucketVersioning of its bucket with status "
            "Enabled: a version that is gone lets nobody in."
        )


TRUST_STORE: Final = Rule(
    number="11b",
    name="apigw-trust-store-kept",
    description="Who vouches for callers' certificates is one version of a file that is kept.",
    severity=Severity.HIGH,
    pci=("4.2.1.1",),
    unreviewed_controls=("8.3.1",),
    subjects=(API_DOMAIN,),
    stack=_is_kept,
    watches={
        API_DOMAIN: {
            f"{_MTLS}.truststoreUri": (BUCKET_OBJECT, *BUCKETS),
            f"{_MTLS}.truststoreVersion": (BUCKET_OBJECT,),
        },
        **VERSIONING,
        **{kind: {"bucket": ()} for kind in BUCKETS},
    },
    config={"buckets": []},
    schema={"buckets": {"description": "Buckets of others that keep every version."}},
)
"""API Gateway Developer Guide, "Configuring mutual TLS authentication for a REST API"."""

RULES: Final = (TRUST_STORE,)
