"""What also listens without TLS: tables and secrets refuse it in policies of their own."""

from collections.abc import Iterable, Iterator
from typing import Final

from pulumi_policy import Severity

from ..framework.actions import named, takes_arns
from ..framework.arns import parsed
from ..framework.denials import denies_without_tls
from ..framework.predicates import Config
from ..framework.resource import Resource, Stack
from ..framework.rule import Finding, Rule
from ..framework.statements import attached
from ..framework.tokens import SECRET, SECRET_POLICY, TABLE, TABLE_RESOURCE_POLICY
from ..framework.values import ABSENT

_INDEXES: Final = ("globalSecondaryIndexes[].name", "localSecondaryIndexes[].name")


def _denied(
    stack: Stack, subject: Resource, policy: tuple[str, str], service: str, things: Iterable[str]
) -> bool:
    """Whether a resource of type `policy[0]`, naming `subject` at `policy[1]`, denies it all."""
    kind, naming = policy
    every = [each for each in named(f"{service}:*") if takes_arns(each)]
    documents = attached(stack, subject, {kind: (naming, "policy")})
    return all(
        any(denies_without_tls(each, subject, thing, every) for one in documents for each in one)
        for thing in things
    )


def _table(stack: Stack, table: Resource, _config: Config) -> Iterator[Finding]:
    thing = f"table/{table.known('name', '')}"
    indexed = any(value is not ABSENT for path in _INDEXES for _, value in table.each(path))
    things = (thing, f"{thing}/index/*") if indexed else (thing,)
    if not _denied(stack, table, (TABLE_RESOURCE_POLICY, "resourceArn"), "dynamodb", things):
        yield Finding(
            "Deny dynamodb:* on this table and its indexes to everybody where "
            "aws:SecureTransport is false, without any other condition, in an "
            "aws.dynamodb.ResourcePolicy."
        )


DYNAMODB_TLS_ONLY: Final = Rule(
    number="60c",
    name="dynamodb-tls-only",
    description="Every table and its indexes refuse requests without TLS.",
    severity=Severity.HIGH,
    pci=("4.2.1",),
    subjects=(TABLE,),
    stack=_table,
    watches={
        TABLE: dict.fromkeys(_INDEXES, ()),
        TABLE_RESOURCE_POLICY: {"policy": (TABLE,), "resourceArn": (TABLE,)},
    },
)


def _secret(stack: Stack, secret: Resource, _config: Config) -> Iterator[Finding]:
    arn = parsed(str(secret.get("arn")))
    # Secrets Manager ends an ARN with a hyphen and six letters of its own.
    thing = arn.resource if arn else f"secret:{secret.known('name', '')}-??????"
    if not _denied(stack, secret, (SECRET_POLICY, "secretArn"), "secretsmanager", (thing,)):
        yield Finding(
            "Deny secretsmanager:* on this secret to everybody where aws:SecureTransport is "
            "false, without any other condition, in an aws.secretsmanager.SecretPolicy."
        )


SECRET_TLS_ONLY: Final = Rule(
    number="80b",
    name="secret-tls-only",
    description="Every secret refuses requests without TLS.",
    severity=Severity.HIGH,
    pci=("4.2.1",),
    subjects=(SECRET,),
    stack=_secret,
    watches={
        SECRET: {"policy": (SECRET,)},
        SECRET_POLICY: {"policy": (SECRET,), "secretArn": (SECRET,)},
    },
)

RULES: Final = (DYNAMODB_TLS_ONLY, SECRET_TLS_ONLY)
