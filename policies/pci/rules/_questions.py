"""Who may do what to our data: the reviewed table of questions, and who of ours may answer "I".

Asked where the pack knows the data. The actions are patterns over AWS's own table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from ..framework.actions import named
from ..framework.conditions import Context
from ..framework.tokens import BUCKET, KEY, MAIL_IDENTITY, SECRET, TABLE

# A component may stand in others: a URN has the types of all.
_FUNCTION_ROLE: Final = "*[:$]tillstack:index:PackagedFunction$aws:iam/role:Role::*-{}-role"
WORKER_ROLE: Final = "*[:$]tillstack:index:WorkerRole$aws:iam/role:Role::*-role"
"""A worker does what `process-payment` does."""


@dataclass(frozen=True, eq=False)
class Question:
    """One thing that can be done."""

    key: str
    """Its name in the rule's settings."""
    say: str
    """After "It can"."""
    actions: tuple[str, ...]
    """Patterns; of a question about anything, only what changes something counts."""
    but: tuple[str, ...] = ()
    """Patterns of what is daily work."""
    kinds: tuple[str, ...] = ()
    """Types of the things that it is about; none: about anything at all."""
    things: tuple[str, ...] = ()
    """Patterns of URNs: which things of ours."""
    classified: bool = False
    """Whether it is also about whatever is tagged as confidential and is not kept for a while."""
    context: Context = field(default_factory=dict)
    """What is known of the request."""
    holders: tuple[str, ...] = ()
    """Patterns of URNs: who of ours may."""


def _roles(*functions: str) -> tuple[str, ...]:
    workers = (WORKER_ROLE,) if "process-payment" in functions else ()
    return (*(_FUNCTION_ROLE.format(each) for each in functions), *workers)


_PAYMENTS: Final = "*$aws:dynamodb/table:Table::ledger-payments"
ENTRIES: Final = "*$aws:dynamodb/table:Table::ledger-entries"
SEALING: Final = "*$aws:kms/key:Key::keys-sealing"
MESSAGES: Final = "*$aws:kms/key:Key::message-keys-*"
WEBHOOKS: Final = "*$aws:kms/key:Key::webhook-key-*"
SIGNING: Final = "*$aws:kms/key:Key::signing-key-*"
_EVENTS: Final = "*$aws:dynamodb/table:Table::event-table-events"
_PSP: Final = "*$aws:secretsmanager/secret:Secret::psp-secret"
_WEBHOOK: Final = "*$aws:secretsmanager/secret:Secret::psp-webhook-secret"
_IDENTITY: Final = "tillstack:index:Notifier$aws:sesv2/emailIdentity:EmailIdentity"
_READ: Final = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query")
_OPEN: Final = ("kms:Decrypt", "kms:ReEncryptFrom")
_SECRET: Final = ("secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue")
_WORKERS: Final = ("process-payment", "process-dead-letter")
_BOOKING: Final = (*_WORKERS, "accept-payment", "cancel-payment", "notify-customer",
                   "operate-payments", "receive-email-event", "expire-payers")  # fmt: skip
_DIRECT: Final[Context] = {"kms:viaservice": None}

DATA: Final = (
    Question(
        "ledger",
        "read payments",
        _READ,
        kinds=(TABLE,),
        things=(_PAYMENTS,),
        holders=_roles(
            *_BOOKING, "read-payments", "receive-webhook", "reconcile-payments", "sweep-payments",
            "sign-ledger", "deliver-events",
        ),
    ),
    Question(
        "entries",
        "read the ledger's entries",
        _READ,
        kinds=(TABLE,),
        things=(ENTRIES,),
        holders=_roles(
            *_WORKERS, "notify-customer", "operate-payments", "read-payments",
            "reconcile-payments", "expire-payers", "deliver-events",
        ),
    ),
    Question(
        "ledger-whole",
        "read the ledger as a whole",
        ("dynamodb:Scan", "dynamodb:PartiQLSelect", "dynamodb:GetRecords", "dynamodb:CreateBackup",
         "dynamodb:ExportTableToPointInTime", "dynamodb:StartAwsBackupJob",
         "dynamodb:Restore*", "dynamodb:EnableKinesisStreamingDestination"),
        kinds=(TABLE,),
        things=(_PAYMENTS, ENTRIES),
    ),
    Question(
        "payments-write",
        "write payments",
        ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:PartiQLInsert",
         "dynamodb:PartiQLUpdate"),
        kinds=(TABLE,),
        things=(_PAYMENTS,),
        holders=_roles(*_BOOKING, "sweep-payments"),
    ),
    Question(
        "entries-write",
        "write the ledger's entries",
        ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:PartiQLInsert",
         "dynamodb:PartiQLUpdate"),
        kinds=(TABLE,),
        things=(ENTRIES,),
        holders=_roles(*_BOOKING),
    ),
    Question(
        "rows",
        "destroy rows that must stay",
        ("dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:PartiQLDelete"),
        kinds=(TABLE,),
        things=(_PAYMENTS, ENTRIES),
        classified=True,
    ),
    Question(
        "events",
        "take away what merchants are to be told",
        ("dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:PartiQLDelete"),
        kinds=(TABLE,),
        things=(_EVENTS,),
        holders=_roles("deliver-events"),
    ),
    Question(
        "payment-method",
        "open a sealed payment method",
        _OPEN,
        kinds=(KEY,),
        things=(SEALING,),
        context={**_DIRECT, "kms:encryptioncontext:purpose": "payment_method"},
        holders=_roles(*_WORKERS),
    ),
    Question(
        "customer",
        "open a sealed customer",
        _OPEN,
        kinds=(KEY,),
        things=(SEALING,),
        context={**_DIRECT, "kms:encryptioncontext:purpose": "customer"},
        holders=_roles("notify-customer"),
    ),
    Question(
        "seal",
        "make a key that seals",
        ("kms:GenerateDataKey*", "kms:Encrypt", "kms:ReEncryptTo"),
        kinds=(KEY,),
        things=(SEALING,),
        context=_DIRECT,
        holders=_roles("accept-payment"),
    ),
    Question(
        "messages",
        "use a key that merchants encrypt for",
        (*_OPEN, "kms:Encrypt", "kms:Generate*", "kms:ReEncryptTo"),
        kinds=(KEY,),
        things=(MESSAGES,),
        context=_DIRECT,
        holders=_roles("accept-payment"),
    ),
    Question(
        "roots",
        "sign the ledger's roots",
        ("kms:Sign",),
        kinds=(KEY,),
        things=(SIGNING,),
        context=_DIRECT,
        holders=_roles("sign-ledger"),
    ),
    Question(
        "webhooks",
        "derive what merchants know our events by",
        ("kms:GenerateMac",),
        kinds=(KEY,),
        things=(WEBHOOKS,),
        context=_DIRECT,
        holders=_roles("deliver-events"),
    ),
    Question(
        "psp-key",
        "read the key of the payment service",
        _SECRET,
        kinds=(SECRET,),
        things=(_PSP,),
        holders=_roles(*_WORKERS, "operate-payments", "reconcile-payments"),
    ),
    Question(
        "webhook-key",
        "read what signs the payment service's events",
        _SECRET,
        kinds=(SECRET,),
        things=(_WEBHOOK,),
        holders=_roles("receive-webhook"),
    ),
    Question(
        "psp-keys-write",
        "change what proves us to the payment service, or it to us",
        ("secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret*"),
        kinds=(SECRET,),
        things=(_PSP, _WEBHOOK),
    ),
    Question(
        "mail",
        "send mail in our name",
        ("ses:Send*",),
        kinds=(MAIL_IDENTITY,),
        things=(f"*[:$]{_IDENTITY}::*",),
        holders=_roles("notify-customer", "sweep-events"),
    ),
)  # fmt: skip
"""About the data that we know, and that a rule's `things` add."""

ROOTS_KEPT: Final = Question(
    "roots-kept",
    "write where the ledger's roots are kept",
    ("s3:PutObject", "s3:ReplicateObject"),
    kinds=(BUCKET,),
    things=("*$aws:s3/bucket:Bucket::roots-bucket",),
    holders=_roles("sign-ledger"),
)
"""Whoever may write there by a policy of his own is refused by the bucket's."""


@cache
def actions(question: Question) -> tuple[str, ...]:
    """The actions, lower case, of a question about data."""
    return tuple(dict.fromkeys(each for p in question.actions for each in named(p)))


def lists_of(settings: Mapping[str, Iterable[str]]) -> dict[str, dict[str, Any]]:
    """The schema of a rule's settings that hold a list of names for each of these keys."""
    names = {"type": "array", "items": {"type": "string"}}
    return {
        setting: {
            "properties": dict.fromkeys(keys, names),
            # A misspelt key would be answered by nobody, in silence.
            "additionalProperties": False,
        }
        for setting, keys in settings.items()
    }
