"""Guards of the pack itself: what may be declared at all, where, and with which options."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pulumi_policy import Severity

from .framework import retention, tokens
from .framework.accounts import pinned
from .framework.predicates import Config
from .framework.resource import Resource, Stack
from .framework.rule import Finding, Rule
from .framework.tokens import BUCKET, BUCKET_V2, KEY, SECRET, TABLE, TRAIL, USER_POOL
from .framework.values import ABSENT, UNKNOWN
from .rules import secrets_scan, stored_secrets

KNOWN_TYPES: Final = frozenset(
    value for name, value in vars(tokens).items() if name.isupper() and isinstance(value, str)
)
_SECOND: Final = re.compile(r"V2(?=:|\Z)")
"""`aws:s3/bucketVersioningV2:BucketVersioningV2` was renamed to `aws:s3/bucketVersioning:…`."""
_INDEX: Final = re.compile(r"\[[^\]]*\]")
_QUOTED: Final = re.compile(r"""\[["']([^"'\]]*)["']\]""")


def _allowed_type(resource: Resource, config: Config) -> Iterator[Finding]:
    components = tuple(config["allowedComponents"])
    if resource.type in {*KNOWN_TYPES, *config["allowedTypes"]} or resource.type.startswith(
        components
    ):
        return
    successor = _SECOND.sub("", resource.type)
    if successor in KNOWN_TYPES:
        yield Finding(
            f"No rule knows the type {resource.type}. It is the old name of {successor}: use that."
        )
    else:
        yield Finding(
            f"No rule knows the type {resource.type}. Use one that the rules know, or review "
            "it and add it to the allowedTypes of this rule."
        )


TYPES: Final = Rule(
    number="0.1",
    name="resource-type-allowlist",
    description="Only resource types that somebody has thought about are declared.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("2.2.4",),
    check=_allowed_type,
    config={
        "allowedTypes": [],
        "allowedComponents": ["tillstack:index:", "pulumi:pulumi:", "pulumi:providers:aws"],
    },
)


def _steps(path: str) -> tuple[str, ...]:
    """`a.b` of `a["b"]`, `a[].b` and `a[0].b` alike."""
    plain = _INDEX.sub("", _QUOTED.sub(r".\1", path))
    return tuple(step for step in plain.split(".") if step)


MAY_BE_IGNORED: Final = frozenset({
    "description", "desiredCapacity", "desiredCount", "displayName", "readCapacity", "timeouts",
    "waitForElbCapacity", "writeCapacity",
})  # fmt: skip
"""What others change in service, or nobody relies on. No change of any other property, of any
type, may be left out: code that is never renewed and a policy that is never put right begin so."""


def ignored(watched: Mapping[str, Iterable[str]]) -> Rule:
    """Rule 0.2 over these watched paths (type → paths)."""

    def check(resource: Resource, config: Config) -> Iterator[Finding]:
        paths = [_steps(path) for path in watched.get(resource.type, ())]
        reviewed = config["mayIgnore"].get(resource.type, [])
        for one in resource.options.ignore_changes:
            mine = _steps(one)
            if (
                not mine
                or mine[0] == "*"
                or any(mine == each[: len(mine)] or each == mine[: len(each)] for each in paths)
            ):
                yield Finding(
                    f"Take {one} out of ignore_changes: a rule watches it, and an ignored change "
                    "is judged by its old value."
                )
            elif mine[0] not in MAY_BE_IGNORED and one not in reviewed:
                yield Finding(
                    f"Take {one} out of ignore_changes: it would stay as it is for ever. What was "
                    "reviewed stands in the rule's mayIgnore."
                )

    return Rule(
        number="0.2",
        name="no-ignore-changes-on-security-props",
        description="No property is left out of updates, but those that others change in service.",
        severity=Severity.HIGH,
        pci=("6.5.1",),
        unreviewed_controls=("11.5.2",),
        check=check,
        config={"mayIgnore": {}},
    )


_LOOSE: Final = (
    "endpoints", "skipCredentialsValidation", "skipRequestingAccountId", "s3UsePathStyle",
    "insecure",
)  # fmt: skip


def _provider(resource: Resource, _config: Config) -> Iterator[Finding]:
    if not resource.type.startswith("aws:"):
        return
    settings = resource.provider or {}
    if not settings.get("region"):
        yield Finding("Pin the provider's region: pulumi config set aws:region.")
    if not pinned(resource):
        yield Finding(
            "Pin the account: pulumi config set --path 'aws:allowedAccountIds[0]' --type string."
        )
    for key in _LOOSE:
        if settings.get(key) not in (None, ABSENT, False, "false", [], "[]", {}):
            yield Finding(f"Take {key} out of the AWS provider: it may lead calls elsewhere.")


PROVIDER: Final = Rule(
    number="0.3",
    name="provider-region-and-account-pinned",
    description="A stack says which account and region it is deployed to.",
    severity=Severity.HIGH,
    pci=(),
    unreviewed_controls=("1.2.1",),
    check=_provider,
)


def _protected(resource: Resource, config: Config) -> Iterator[Finding]:
    if retention.keeps(resource.urn, config) and not resource.options.protect:
        yield Finding("Set ResourceOptions(protect=True): what it holds can't be had again.")


PROTECTED: Final = Rule(
    number="0.5",
    name="stateful-resources-protected",
    description=(
        "What can't be had again is protected from deletion, where the stack keeps its data."
    ),
    severity=Severity.HIGH,
    pci=("10.3.3",),
    unreviewed_controls=("3.7.5",),
    types=(BUCKET, BUCKET_V2, KEY, SECRET, TABLE, TRAIL, USER_POOL),
    check=_protected,
    config={**retention.CONFIG},
)


def _within(path: str, places: Iterable[str]) -> bool:
    return any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in places)


def _secrets(resource: Resource, config: Config) -> Iterator[Finding]:
    told_elsewhere = stored_secrets.IN_CLEAR.get(resource.type, ())
    silent = [*config["secretPaths"].get(resource.type, []), *told_elsewhere]
    anywhere = config["entropyPaths"]
    open_to_guess = (*anywhere.get("*", []), *anywhere.get(resource.type, []))
    said = dict[tuple[str, str], None]()
    for one in secrets_scan.texts(resource.props):
        if not _within(one.path, silent):
            guess = one.path.startswith(open_to_guess)
            said |= {(one.path, kind): None for kind in secrets_scan.kinds(one, guess=guess)}
    for path, kind in said:
        # A text of JSON holds what is in it; that is told where it stands.
        if not any(kind == its and at != path and _within(at, [path]) for at, its in said):
            yield Finding(
                f"{path} holds {kind}. Put it into Secrets Manager, and let what needs it read it "
                "there."
            )


PLAINTEXT: Final = Rule(
    number="0.8",
    name="no-plaintext-secret-in-inputs",
    description="No key, token or card number stands in a resource's properties.",
    severity=Severity.CRITICAL,
    pci=("8.6.2", "3.5.1"),
    check=_secrets,
    config={
        # Where a secret is handed over write-only: it reaches neither state nor a plain output.
        "secretPaths": {tokens.SECRET_VERSION: ["secretStringWo"]},
        # Where people write what they want, of any type: there its shape is enough.
        "entropyPaths": {
            "*": [
                "containerDefinitions", "containerProperties", "content", "definition",
                "environment", "environmentVariables", "input", "inputTransformer", "parameters",
                "requestParameters", "requestTemplates", "responseTemplates", "stageVariables",
                "target", "userData", "userDataBase64", "value", "variables",
            ],
        },
    },
)  # fmt: skip


def unresolved(rules: Iterable[Rule]) -> Rule:
    """Rule 0.6 over everything that these rules watch."""
    watched = [
        (rule.name, kind, path, producers)
        for rule in rules
        for kind, paths in rule.watched.items()
        for path, producers in paths.items()
    ]
    kinds = tuple(sorted({kind for _, kind, _, _ in watched}))
    by_kind: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {kind: [] for kind in kinds}
    for name, kind, path, producers in watched:
        by_kind[kind].append((name, path, producers))

    def stack(_stack: Stack, resource: Resource, _config: Config) -> Iterator[Finding]:
        waiting: dict[str, list[str]] = {}
        for name, path, producers in by_kind[resource.type]:
            for at, value in resource.each(path):
                top = _steps(at)[0]
                if value is UNKNOWN and not (producers and resource.made_of(top, *producers)):
                    waiting.setdefault(at, []).append(name)
        for at, names in waiting.items():
            who = ", ".join(sorted(set(names)))
            yield Finding(
                f"{at} is not known before the deployment, so it can't be judged by {who}. Write "
                "it out, or make it of a resource of this stack that the rule allows."
            )

    return Rule(
        number="0.6",
        name="no-unresolved-security-value",
        description=(
            "What a rule must see is known before the first deployment, or comes from the stack."
        ),
        severity=Severity.HIGH,
        pci=(),
        unreviewed_controls=("6.2.3",),
        subjects=kinds,
        stack=stack,
    )
