"""The stack's keys as one argument, for a component that needs several of them."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class KeyArns:
    """ARNs of the five customer keys."""

    data: pulumi.Input[str]
    sealing: pulumi.Input[str]
    queue: pulumi.Input[str]
    logs: pulumi.Input[str]
    alerts: pulumi.Input[str]
