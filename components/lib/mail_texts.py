"""The mails that payers and merchants read: a subject, a text and an HTML part each.

Who sends one fills `{{field}}` with plain text and `{{field_html}}` with the same text escaped.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class MailText:
    """One mail's template."""

    subject: str
    text: str
    html: str


_ROWS = ("{{description}}", "{{reference}}", "{{payment_id}}", "{{notification_id}}")
_LABELS = {
    "en": ("Description", "Reference", "Payment", "Notification"),
    "pt": ("Descrição", "Referência", "Pagamento", "Notificação"),
}
_GREETING = {"en": "Hello {{name}},", "pt": "Olá {{name}},"}
_OUTCOMES = {
    "en-succeeded": (
        "Your payment of {{amount}} to {{merchant}}",
        "{{merchant}} has received your payment of {{amount}}.",
        "You don't need to do anything else.",
    ),
    "en-failed": (
        "Your payment of {{amount}} to {{merchant}} did not go through",
        "Your payment of {{amount}} to {{merchant}} did not go through. You were not charged.",
        "Please contact {{merchant}} to pay in another way.",
    ),
    "pt-succeeded": (
        "O seu pagamento de {{amount}} a {{merchant}}",
        "{{merchant}} recebeu o seu pagamento de {{amount}}.",
        "Não precisa de fazer mais nada.",
    ),
    "pt-failed": (
        "O seu pagamento de {{amount}} a {{merchant}} não foi concluído",
        "O seu pagamento de {{amount}} a {{merchant}} não foi concluído. Nada lhe foi cobrado.",
        "Contacte {{merchant}} para pagar de outra forma.",
    ),
}


def _mail(kind: str) -> MailText:
    language = kind.partition("-")[0]
    subject, news, next_step = _OUTCOMES[kind]
    lines = [f"{label}: {row}" for label, row in zip(_LABELS[language], _ROWS, strict=True)]
    parts = [_GREETING[language], news, "\n".join(lines), next_step, "{{merchant}}"]
    return _made(language, subject, "\n\n".join(parts))


def _made(language: str, subject: str, text: str) -> MailText:
    body = text.replace("}}", "_html}}").replace("\n\n", "</p><p>").replace("\n", "<br>")
    page = f'<!doctype html><html lang="{language}"><body><p>{body}</p></body></html>'
    return MailText(subject, f"{text}\n", page)


_PAUSED = """Hello,

The endpoint of {{name}} at {{host}} takes no events, and is paused since {{since}}. One event is \
sent once an hour to see whether it is well; the others wait for up to 30 days and follow as soon \
as one is taken.

An endpoint answers 2xx within ten seconds. Whoever runs the payment system for you can try it at \
once."""
MERCHANT_MAILS = {
    "en-webhook-paused": _made("en", "Your webhook endpoint at {{host}} is paused", _PAUSED)
}
"""What a merchant's contact reads."""

MAILS = {kind: _mail(kind) for kind in _OUTCOMES}
"""`<language>-<outcome>` → its mail."""
