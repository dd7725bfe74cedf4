"""What comes in, where it may lie, and in which form: the one table behind `docs/data.md`.

The canary run (`tests/canary/`) asks the same table what it may find where.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class Place(StrEnum):
    """Where something of ours may lie, or whoever is handed something."""

    PAYMENTS = "table `payments`"
    ENTRIES = "table `entries`"
    QUEUES = "queues of payments and notifications"
    MAIL_EVENTS = "topic and queues of SES's events"
    LOGS = "logs of the functions"
    METRICS = "metrics"
    TRACES = "traces"
    SECRETS = "Secrets Manager"
    COGNITO = "Cognito"
    KMS = "KMS"
    MAIL = "mail to the payer"
    PSP = "payment service provider"
    MERCHANT = "answer to the merchant"
    OPERATOR = "answer to an operator"
    PROCESS = "what a process prints, and files"
    ROOTS = "bucket of the ledger's roots"
    OTHER = "any other service"


class Form(StrEnum):
    """What of a field lies there."""

    CLEAR = "clear"
    SEALED = "sealed"
    MASKED = "masked"
    HASHED = "hashed"


class Lies(NamedTuple):
    """A field, or what is made of it, in one place."""

    place: Place
    form: Form
    name: str = ""
    """What it is called there, where that is another name."""


C, S, M, H = Form.CLEAR, Form.SEALED, Form.MASKED, Form.HASHED
P = Place


def _clear(*places: Place) -> tuple[Lies, ...]:
    return tuple(Lies(place, C) for place in places)


_SHOWN: Final = _clear(P.PAYMENTS, P.MERCHANT, P.OPERATOR)

REQUEST: Final[Mapping[str, tuple[Lies, ...]]] = {
    "currency": (*_SHOWN, *_clear(P.ENTRIES, P.MAIL, P.PSP)),
    "amount": (*_SHOWN, *_clear(P.ENTRIES, P.MAIL, P.PSP)),
    "payment_method": (
        Lies(P.PAYMENTS, S, "sealed.payment_method"),
        Lies(P.ENTRIES, H, "payment_method_digest"),
        Lies(P.PSP, C),
    ),
    "customer.email": (
        Lies(P.PAYMENTS, S, "sealed.customer"),
        Lies(P.PAYMENTS, M, "email_masked"),
        Lies(P.MERCHANT, M),
        Lies(P.OPERATOR, M),
        Lies(P.MAIL, C),
        Lies(P.MAIL_EVENTS, C),
    ),
    "customer.name": (Lies(P.PAYMENTS, S, "sealed.customer"), Lies(P.MAIL, C)),
    "customer.locale": _SHOWN,
    "description": (*_SHOWN, *_clear(P.MAIL)),
    "statement_descriptor_suffix": _clear(P.PAYMENTS, P.OPERATOR, P.PSP),
    "reference": (*_SHOWN, *_clear(P.MAIL)),
    "metadata": _SHOWN,
}
"""Field of `POST /v1/payments` → where it lies. A field of the model that is missing here fails."""

OTHERS: Final[Mapping[str, tuple[Lies, ...]]] = {
    "body as a whole": (
        Lies(P.PAYMENTS, H, "body_hash"),
        Lies(P.ENTRIES, H, "body_hash"),
    ),
    "header Idempotency-Key": (
        *(
            Lies(place, H, "payment_id")
            for place in (P.PAYMENTS, P.ENTRIES, P.QUEUES, P.MAIL_EVENTS, P.LOGS, P.ROOTS)
        ),
        *(Lies(place, H, "id") for place in (P.MERCHANT, P.OPERATOR, P.MAIL, P.PSP)),
    ),
    "header Authorization": (),
    "other headers, path, query": (),
    "what is refused": (),
    "name of an unknown field": _clear(P.MERCHANT, P.OPERATOR),
    "webhook event": (),
    "webhook event: its id and type": _clear(P.LOGS),
    "header Stripe-Signature": (),
    "address in SES's event": (Lies(P.MAIL_EVENTS, C),),
    "resolution": _clear(P.ENTRIES, P.OPERATOR, P.MERCHANT),
    "reason": _clear(P.ENTRIES, P.OPERATOR),
    "evidence": _clear(P.ENTRIES, P.OPERATOR),
    "operator's ARN": _clear(P.ENTRIES, P.OPERATOR, P.LOGS),
    "PSP key": _clear(P.SECRETS),
    "webhook secrets": _clear(P.SECRETS),
    "client secret": _clear(P.COGNITO),
}
"""Everything else that comes in → where it lies; nothing said is nowhere."""

TABLE: Final[Mapping[str, tuple[Lies, ...]]] = {**REQUEST, **OTHERS}

TRAIL: Final = (
    "Where a stack writes the audit trail (`auditTrail`), each reading and writing of a table and "
    "each call of a function is in it too, with who did it: of a table the item's key (a payment's "
    "id, a merchant's or client's) and what an index was asked for (`reference` is in one), and no "
    'other attribute (DynamoDB Developer Guide, "Understanding DynamoDB log file entries"). It is '
    "encrypted with a key of its own, kept as long as logs are, and can be erased by nobody before "
    "that. Who reads CloudWatch Logs sees the same in the group `/aws/cloudtrail/…`."
)
"""What lies in the audit trail, in words: no stack of a test writes one."""


def may_lie(field: str, place: Place) -> bool:
    """Whether somebody who reads this place may meet the field's own text.

    Raises:
        KeyError: there is no such field in the table.
    """
    return Lies(place, C) in {Lies(each.place, each.form) for each in TABLE[field]}
