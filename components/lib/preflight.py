"""What is refused before anything exists: the first thing that the program does.

An update that is refused by AWS in its middle has made half of a stack; and whoever skips the
preview would have a part of it before the program's own refusal, if that came later.
"""

from collections.abc import Mapping

import pulumi

from components.lib import limits
from components.lib.context import StackContext
from components.lib.environment import sizes
from components.lib.name_rules import RULES, spoils, wrong
from components.lib.naming import Name, names
from components.lib.regions import (
    SERVICES,
    ContextError,
    chat_region,
    refuse_lacking,
    starts_from_snapshots,
)
from components.lib.settings import ProgramSettings


def context_of(settings: ProgramSettings, services: Mapping[str, str] = SERVICES) -> StackContext:
    """The context of the stack that is being deployed, where all of it can be.

    Raises:
        ContextError: the region is none, or lacks one of `services` or the chat; AWS refuses a
            name, or a function's environment. The error says which, by what rule, and how to
            mend it.
    """
    context = StackContext(
        project=pulumi.get_project(),
        stack=pulumi.get_stack(),
        account=settings.account,
        region=settings.region,
        owner=settings.owner,
        log_retention_days=settings.log_retention_days,
        protect=settings.protect,
    )
    snapshots = starts_from_snapshots(context.region)
    refuse_lacking(context.region, services)
    if settings.alarm_chat:
        chat_region(context.region)
    refuse_names(context, settings)
    refuse_certificate(context, settings)
    refuse_environment(context, settings)
    if not snapshots:
        pulumi.log.info(
            f"{context.region} has no Lambda SnapStart: the functions behind the gateway do "
            "without, and their first calls take longer."
        )
    return context


def refuse_names(context: StackContext, settings: ProgramSettings) -> None:
    """AWS takes every name that the program makes.

    Raises:
        ContextError: one name of each kind that AWS refuses, and every way to mend it.
    """
    lines: dict[str, str] = {}
    mends: dict[str, None] = {}
    for name in names(context, settings):
        if refused := wrong(name.kind, name.text):
            rule = RULES[name.kind]
            lines.setdefault(
                name.kind, f"- {rule.what} `{name.text}`: AWS {refused} [{rule.source}]."
            )
            mends[_mend(name, context)] = None
    if lines:
        said = "\n".join(lines.values())
        how = "\n".join(f"  {each}" for each in mends)
        raise ContextError(
            f"AWS would refuse these names; nothing has been made:\n{said}\nMend it with:\n{how}"
        )


def _mend(name: Name, context: StackContext) -> str:
    """Which part of the name to change: the one that AWS minds by itself, or else the longest."""
    parts = [
        (part, mend)
        for part, mend in (
            (name.own, f"pulumi config set --path '{name.setting}' … --stack {context.stack}"),
            (context.stack, "pulumi stack rename …"),
            (context.project, "another `name` in Pulumi.yaml"),
        )
        if part and part in name.text
    ]
    minded = [each for each in parts if spoils(name.kind, each[0])]
    return (minded or sorted(parts, key=lambda each: -len(each[0])))[0][1]


def refuse_certificate(context: StackContext, settings: ProgramSettings) -> None:
    """API Gateway takes a certificate of its own account and region only.

    Raises:
        ContextError: the domain's is another's.
    """
    home = context.arn("acm", "certificate/")
    if settings.domain and not settings.domain.certificate_arn.startswith(home):
        raise ContextError(
            f"The gateway's domain needs a certificate of the stack's own region and account: its "
            f"ARN begins with {home}, and `{settings.domain.certificate_arn}` does not. "
            "Nothing has been made. Mend it with: "
            f"pulumi config set --path 'domain.certificateArn' … --stack {context.stack}"
        )


def refuse_environment(context: StackContext, settings: ProgramSettings) -> None:
    """Every function's environment is one that Lambda takes.

    Raises:
        ContextError: naming the largest.
    """
    found = sizes(context, settings)
    largest = max(found, key=lambda handler: found[handler])
    if found[largest] <= limits.ENVIRONMENT_BYTES:
        return
    raise ContextError(
        f"The function {context.name(largest.replace('_', '-'))} would have environment variables "
        f"of {found[largest]:,} bytes, and Lambda takes {limits.ENVIRONMENT_BYTES:,} "
        "[Lambda quotas]. "
        "Nothing has been made. Shorten `timing`, `currencies` or the stack's name."
    )
