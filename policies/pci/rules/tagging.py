"""Tags: whose it is, which environment, what kind of data."""

from collections.abc import Iterator, Mapping
from typing import Final

from pulumi_policy import Severity

from ..framework import tokens
from ..framework.predicates import Config
from ..framework.resource import Resource
from ..framework.rule import Finding, Rule
from ..framework.values import UNKNOWN

_NAMES: Final = (
    "API_DOMAIN API_KEY API_STAGE API_USAGE_PLAN BUCKET BUCKET_OBJECT BUCKET_V2 CODE_SIGNING "
    "COMPOSITE_ALARM DEFAULT_ROUTE_TABLE DEFAULT_SECURITY_GROUP DETECTOR EGRESS_RULE "
    "EVENT_BUS EVENT_RULE EVENT_SOURCE_MAPPING EXTERNAL_KEY FLOW_LOG FUNCTION IAM_POLICY IAM_ROLE "
    "IDENTITY_POOL INGRESS_RULE INSTANCE INSTANCE_PROFILE INTERNET_GATEWAY KEY "
    "LAUNCH_TEMPLATE LOG_GROUP MAIL_CONFIGURATION MAIL_IDENTITY METRIC_ALARM NAT_GATEWAY "
    "OIDC_PROVIDER QUEUE REPLICA_KEY RESOLVER_ASSOCIATION RESOLVER_DOMAINS RESOLVER_GROUP "
    "REST_API ROUTE_TABLE SCHEMA SCHEMA_REGISTRY SECRET SECURITY_GROUP SLACK_CHANNEL SUBNET "
    "TABLE TOPIC TRAIL USER_POOL VPC VPC_ENDPOINT WEB_ACL"
)
TAGGABLE: Final = frozenset(getattr(tokens, name) for name in _NAMES.split())
"""The types that take tags and are ours to own (a test compares them with the provider's)."""


def _tagged(resource: Resource, config: Config) -> Iterator[Finding]:
    tags = resource.known("tags", {})
    # What the provider adds by default is in `tagsAll` only.
    inherited = resource.get("tagsAll")
    every = {**(inherited if isinstance(inherited, Mapping) else {}), **tags}
    missing = [key for key in config["requiredTags"] if every.get(key) in (None, "", UNKNOWN)]
    if missing:
        yield Finding(f"Add the tags {', '.join(missing)}.")
    kinds = config["classifications"]
    if "data-classification" not in missing and every.get("data-classification") not in kinds:
        yield Finding(f"Let the tag data-classification be one of {', '.join(kinds)}.")


REQUIRED: Final = Rule(
    number="0.4",
    name="required-tags",
    description="Everything says whose it is, which environment it is in and what data it holds.",
    severity=Severity.MEDIUM,
    pci=("A1.1.2", "11.5.2"),
    types=tuple(sorted(TAGGABLE)),
    check=_tagged,
    config={
        "requiredTags": ["environment", "data-classification", "owner"],
        "classifications": ["public", "internal", "confidential", "restricted"],
    },
)

RULES: Final = (REQUIRED,)
