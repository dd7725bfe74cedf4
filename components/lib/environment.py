"""How large each function's environment becomes, known before anything exists."""

import json
from collections.abc import Mapping

from components.lib import limits
from components.lib.bucket_names import roots_buckets
from components.lib.context import StackContext
from components.lib.event_bus import event_bus_arn
from components.lib.mail_texts import MAILS, MERCHANT_MAILS
from components.lib.settings import ProgramSettings
from runtime.contract.env import CommonEnv
from runtime.contract.environments import ENVIRONMENTS

METRICS_NAMESPACE = "Tillstack"

VARIABLES: Mapping[str, frozenset[str]] = {
    handler: frozenset(model.model_fields.keys() - CommonEnv.model_fields.keys())
    for handler, model in ENVIRONMENTS.items()
}
"""Handler → its own variables. A test compares with what every function really gets."""


def sizes(context: StackContext, settings: ProgramSettings) -> dict[str, int]:
    """Handler → the bytes of its environment, at most.

    Measured as Lambda measures: the variables as one JSON object ("String measured: {…}" in its
    refusal), in which the quotes inside a value are escaped and count twice. Only ids that AWS
    makes up are unknown, and their lengths are known.
    """
    texts = _texts(context, settings)
    return {
        handler: measured(
            {
                **always(context, settings, handler),
                **{variable: texts[variable] for variable in variables},
            }
        )
        for handler, variables in VARIABLES.items()
    }


def always(context: StackContext, settings: ProgramSettings, handler: str) -> dict[str, str]:
    """What every function gets: its name, and how it logs and counts."""
    return {
        "POWERTOOLS_SERVICE_NAME": context.name(handler.replace("_", "-")),
        "POWERTOOLS_METRICS_NAMESPACE": METRICS_NAMESPACE,
        "POWERTOOLS_LOG_LEVEL": settings.log_level,
        "LOGGED_PAYMENTS": json.dumps(settings.logged_payments),
    }


def measured(variables: Mapping[str, str]) -> int:
    """Bytes of `variables` as Lambda counts them."""
    return len(json.dumps(variables, separators=(",", ":"), ensure_ascii=False).encode())


def _texts(context: StackContext, settings: ProgramSettings) -> dict[str, str]:
    """Variable → the longest text that it can hold."""
    host = f"https://sqs.{context.region}.{context.dns_suffix}/{context.account}"
    suffix = f"-{settings.ledger_suffix}" if settings.ledger_suffix else ""
    secret = f"-{'x' * limits.SECRET_SUFFIX_LETTERS}"
    return {
        "PAYMENTS_TABLE": f"{context.name('payments')}{suffix}",
        "ENTRIES_TABLE": f"{context.name('entries')}{suffix}",
        "EVENTS_TABLE": context.name("events"),
        "EVENT_QUEUE_URL": f"{host}/{context.name('events')}.fifo",
        "PAYMENT_QUEUE_URL": f"{host}/{context.name('payments')}",
        "NOTIFICATION_QUEUE_URL": f"{host}/{context.name('notifications')}",
        "SEALING_KEY_ARN": context.arn("kms", f"key/{'x' * limits.KEY_ID_LETTERS}"),
        "MESSAGE_KEY_ARNS": json.dumps(
            [
                context.arn("kms", f"key/{'x' * limits.KEY_ID_LETTERS}")
                for _ in settings.message_keys
            ]
        ),
        "PSP_SECRET_ARN": context.arn("secretsmanager", f"secret:{context.name('psp')}{secret}"),
        "WEBHOOK_SECRET_ARN": context.arn(
            "secretsmanager", f"secret:{context.name('psp-webhook')}{secret}"
        ),
        "SIGNING_KEY_ARN": context.arn("kms", f"key/{'x' * limits.KEY_ID_LETTERS}"),
        "WEBHOOK_KEY_ARN": context.arn("kms", f"key/{'x' * limits.KEY_ID_LETTERS}"),
        "EVENT_BUS": event_bus_arn(context, settings),
        "WEBHOOKS_TO_LOOPBACK": settings.loopback_trust,
        "ROOTS_BUCKET": context.name(roots_buckets(context.account)[0]),
        "PSP_API_BASE": settings.psp_api_base,
        "MERCHANTS_TABLE": context.name("merchants"),
        "MERCHANT_LIMIT": settings.merchant_limit_json,
        "CURRENCIES": json.dumps(settings.currencies),
        "PAYER_RETENTION_DAYS": str(settings.payer_retention_days),
        "FOUR_EYES_ABOVE": json.dumps(dict(settings.four_eyes_above)),
        "LIVEMODE": json.dumps(settings.livemode),
        "TIMING": settings.timing_json,
        "SENDER_ADDRESS": settings.sender_address,
        "CONFIGURATION_SET": context.name("mail"),
        "TEMPLATES": json.dumps({kind: context.name(kind) for kind in MAILS}),
        "MERCHANT_TEMPLATES": json.dumps({kind: context.name(kind) for kind in MERCHANT_MAILS}),
    }
