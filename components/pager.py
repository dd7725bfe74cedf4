"""Whoever is on call is woken, by a pager that SNS calls."""

import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.lib.iam import from_source
from components.lib.naming import ALARMS, PAGES_LOST
from components.lib.outputs import StackDefaults
from components.lib.settings import PagerSettings
from components.parts.lost_queue import Sender, lost_queue
from runtime.contract.metrics import Said, Severity
from runtime.contract.settings import PagerAddress

_ONLY_PAGES = {"AlarmDescription": [{"prefix": f"[{Severity.PAGE}]"}]}
"""An alarm's message has no attributes, and its text begins with the severity (`parts/alarm.py`).
SNS reads the body (its Developer Guide, "Amazon SNS subscription filter policy scope"): so one
topic does, and an alarm's text and whom it wakes can't differ."""
_RETRIES = {
    "healthyRetryPolicy": {
        "numRetries": 60,
        "numNoDelayRetries": 1,
        "numMinDelayRetries": 5,
        "minDelayTarget": 5,
        "numMaxDelayRetries": 54,
        "maxDelayTarget": 60,
        "backoffFunction": "linear",
    }
}
"""For an hour, which is the longest that SNS takes ("Amazon SNS message delivery retries"); by
itself it gives up within two minutes."""

_LOST = Said("The pager did not take a call.", "pager", Severity.PAGE)


@dataclass(frozen=True)
class PagerArgs:
    """Where the pager is called."""

    defaults: StackDefaults
    address: PagerAddress


class Pager(pulumi.ComponentResource):
    """Alarms of severity page call the pager, when they ring and when they are over.

    Creates: a subscription to the alarms' topic, a queue for what the pager did not take, and an
    alarm on it.
    Guarantees: TLS only, the address is a secret to the engine, and no page is lost in silence.
    """

    def __init__(
        self, name: str, args: PagerArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("tillstack:index:Pager", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults, context = args.defaults, args.defaults.context
        lost = context.arn("sqs", context.name(PAGES_LOST))
        topic = Sender("sns.amazonaws.com", from_source(context.arn("sns", context.name(ALARMS))))
        lost_queue(self, name, defaults, PAGES_LOST, topic, _LOST, "internal")
        aws.sns.TopicSubscription(
            f"{name}-subscription",
            topic=defaults.alarm_topic_arn,
            protocol="https",
            endpoint=pulumi.Output.secret(args.address.get_secret_value()),
            # A pager confirms by itself, within seconds; without this no state would know it.
            endpoint_auto_confirms=True,
            filter_policy=json.dumps(_ONLY_PAGES),
            filter_policy_scope="MessageBody",
            delivery_policy=json.dumps(_RETRIES),
            redrive_policy=json.dumps({"deadLetterTargetArn": lost}),
            opts=child,
        )
        self.register_outputs({})


def with_pager(name: str, defaults: StackDefaults, settings: PagerSettings) -> None:
    """The pager, if the settings name one."""
    if settings.alarm_pager:
        Pager(name, PagerArgs(defaults, settings.alarm_pager))
