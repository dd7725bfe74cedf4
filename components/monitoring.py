"""Watches the stack as a whole: its objectives, what is normal, and what no part can see alone."""

from dataclasses import dataclass

import pulumi

from components.lib.outputs import StackDefaults
from components.parts.alarm import alarm
from components.parts.alarm_math import composite_alarm, math_alarm
from components.parts.burn_watches import paces
from components.parts.rest_api import STAGE
from components.parts.routes import ROUTES
from components.parts.stack_watches import alone, together


@dataclass(frozen=True)
class MonitoringArgs:
    """Of which stack; its metrics have names that are known before anything exists."""

    defaults: StackDefaults


class Monitoring(pulumi.ComponentResource):
    """Somebody is woken by what a payer or a merchant feels, once, and by little else.

    Creates: for each objective burn-rate alarms over three pairs of windows, a composite alarm
    that pages and one that does not; alarms on rates and traffic out of their normal, on the
    gateway's p99, on old payments, on merchants over their limits, on the mail account's
    reputation, and on the certificate of a domain.
    Guarantees: a part of a composite alarm tells nobody itself.
    """

    def __init__(
        self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Monitoring", name, None, opts)
        defaults, context = args.defaults, args.defaults.context
        stage = {"ApiName": context.name("gateway"), "Stage": STAGE}
        (accept,) = [each for each in ROUTES if each.name == "post-payments"]
        method = {**stage, "Resource": accept.path, "Method": accept.method}
        for pace in paces(method):
            parts = [math_alarm(self, name, defaults, each) for each in pace.parts]
            composite_alarm(self, name, defaults, pace.whole, parts)
        for watch in together(context, method):
            math_alarm(self, name, defaults, watch)
        for one in alone(stage, defaults.settings.domain):
            alarm(self, f"{name}-{one.name}", defaults, one)
        self.register_outputs({})
