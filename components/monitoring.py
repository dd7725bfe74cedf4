"""Watches the stack as a whole: objectives, what is normal, what no part sees; and shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

import pulumi
import pulumi_aws as aws

from components.lib.naming import lost_queues, names
from components.lib.outputs import StackDefaults
from components.parts.alarm import alarm
from components.parts.alarm_math import composite_alarm, math_alarm
from components.parts.burn_watches import paces
from components.parts.dashboard import Section, body
from components.parts.dashboard_business import objectives, payments
from components.parts.dashboard_lines import Lines
from components.parts.dashboard_services import cost, functions, gateway, ledger, mail, queues
from components.parts.rest_api import STAGE
from components.parts.stack_watches import alone, together
from runtime.contract.objectives import METHOD


@dataclass(frozen=True)
class MonitoringArgs:
    """Of which stack; its metrics have names that are known before anything exists."""

    defaults: StackDefaults


class Monitoring(pulumi.ComponentResource):
    """Somebody is woken by what a payer or a merchant feels, once, and by little else.

    Creates: for each objective burn-rate alarms over three pairs of windows, a composite alarm
    that pages and one that does not; alarms on rates and traffic out of their normal, on the
    gateway's p99, on old payments, on merchants over their limits, on the mail account's
    reputation, and on the certificate of a domain; and one dashboard.
    Guarantees: a part of a composite alarm tells nobody itself.
    """

    def __init__(
        self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Monitoring", name, None, opts)
        defaults, context = args.defaults, args.defaults.context
        stage = {"ApiName": context.name("gateway"), "Stage": STAGE}
        method = {**stage, **METHOD}
        for pace in paces(method):
            parts = [math_alarm(self, name, defaults, each) for each in pace.parts]
            composite_alarm(self, name, defaults, pace.whole, parts)
        for watch in together(context, method):
            math_alarm(self, name, defaults, watch)
        for one in alone(context, stage, defaults.settings.domain):
            alarm(self, f"{name}-{one.name}", defaults, one)
        aws.cloudwatch.Dashboard(
            f"{name}-dashboard",
            dashboard_name=context.name("dashboard"),
            dashboard_body=body(context.region, list(_sections(defaults, stage, method))),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.register_outputs({})


def _sections(
    defaults: StackDefaults, stage: Mapping[str, str], method: Mapping[str, str]
) -> Iterator[Section]:
    context, settings = defaults.context, defaults.settings
    lines = Lines(context)
    every = _named(defaults, "queue")
    waiting = {short: name for short, name in every.items() if f"{short}-dead" in every}
    dead = {short: name for short, name in every.items() if short not in waiting}
    called, tables = _named(defaults, "function"), _named(defaults, "table")
    yield payments(lines, settings.currencies)
    yield objectives(context, method, list(waiting), lost_queues(settings))
    yield gateway(lines, stage)
    yield queues(lines, waiting, dead)
    yield functions(lines, called)
    yield ledger(lines, tables)
    yield mail(lines)
    yield cost(lines, stage, called, tables, waiting, urljoin(settings.runbooks, "../cost.md"))


def _named(defaults: StackDefaults, kind: str) -> dict[str, str]:
    """What each thing of a kind is called in the stack → its physical name."""
    context = defaults.context
    found = [each.text for each in names(context, defaults.settings) if each.kind == kind]
    return {each.removeprefix(context.name("")).removesuffix(".fifo"): each for each in found}
