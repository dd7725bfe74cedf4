"""The API's errors: the codes that callers switch on, and what each means.

The functions and the gateway answer with them, and `docs/errors.md` is made of them.
"""

from collections.abc import Mapping
from typing import Final

from runtime.contract.codes import Code, ProblemKind

DOCUMENTATION_VARIABLE: Final = "errorDocumentation"
"""The gateway stage's variable with the address that a problem's `type` begins with."""


PROBLEMS: Final[Mapping[Code, ProblemKind]] = {
    Code.JSON_INVALID: ProblemKind(
        400,
        "Body is not valid JSON",
        "The body is no JSON object, or names a member twice.",
        "Send one JSON object.",
    ),
    Code.KEY_MISSING: ProblemKind(
        400,
        "Idempotency key missing",
        "Without a key a repeated request could not be told from a second payment.",
        "Send the header Idempotency-Key.",
    ),
    Code.KEY_INVALID: ProblemKind(
        400,
        "Idempotency key invalid",
        "The header came twice, is empty, is longer than 255 characters or holds others than "
        "visible ASCII.",
        "Send one key, a UUID for instance.",
    ),
    Code.PARAMETER_MISSING: ProblemKind(
        400,
        "Parameter missing",
        "A required parameter is not there; `param` names it.",
        "Send it.",
    ),
    Code.PARAMETER_INVALID: ProblemKind(
        400,
        "Parameter invalid",
        "A parameter breaks a rule: `param` names it, and `detail` the rule.",
        "Check the request against the API's description.",
    ),
    Code.PARAMETER_UNKNOWN: ProblemKind(
        400,
        "Parameter unknown",
        "No such parameter exists; it is refused so that a typing error has no other meaning.",
        "Take it out, or correct its name.",
    ),
    Code.AMOUNT_TOO_SMALL: ProblemKind(
        400,
        "Amount too small",
        "The provider charges no such small amount in this currency.",
        "Ask for more; amounts are in the currency's smallest unit.",
    ),
    Code.AMOUNT_TOO_LARGE: ProblemKind(
        400,
        "Amount too large",
        "The provider charges no such large amount in this currency.",
        "Ask for less, or split it; amounts are in the currency's smallest unit.",
    ),
    Code.CURRENCY_NOT_SUPPORTED: ProblemKind(
        400,
        "Currency not supported",
        "The stack's setting `currencies` does not name it.",
        "Use one that it names, or have it added.",
    ),
    Code.EMAIL_INVALID: ProblemKind(
        400,
        "E-mail address invalid",
        "No mail could reach this address.",
        "Send the payer's address as plain `name@example.com`.",
    ),
    Code.CARD_DATA: ProblemKind(
        400,
        "Card data is not accepted",
        "The request holds what looks like a card's number, security code or track; nothing of it "
        "was kept. `param` names the field, where its name may be repeated.",
        "Send a payment method that the provider made from the card; what is looked for, and which "
        "identifiers pass, is in docs/card-data.md.",
    ),
    Code.ENCRYPTION_INVALID: ProblemKind(
        400,
        "Encrypted body invalid",
        "The body is no compact JWE of RSA-OAEP-256 and A256GCM with nothing but `alg`, `enc` and "
        "`kid` in its header, or it does not open: it is damaged, or made for another key.",
        "Encrypt the JSON anew as docs/encryption.md says, for a key of GET /v1/keys.",
    ),
    Code.ENCRYPTION_KEY_UNKNOWN: ProblemKind(
        400,
        "Encryption key unknown",
        "The `kid` of the encrypted body names no key that is in use now.",
        "Ask GET /v1/keys again and encrypt for its first key; the Idempotency-Key stays.",
    ),
    Code.PERSONAL_DATA: ProblemKind(
        400,
        "Personal data is not accepted",
        "An operator's words hold an e-mail address, which a ledger would keep for ever.",
        "Nothing was kept: name the ticket or the report that has it, and ask again.",
    ),
    Code.SIGNATURE_INVALID: ProblemKind(
        400,
        "Signature invalid",
        "An event of the provider is not signed with this stack's secret, or is too old.",
        "Set the endpoint's signing secret anew (docs/deploy.md).",
    ),
    Code.TOKEN_INVALID: ProblemKind(
        401,
        "Token or signature missing, invalid or expired",
        "Nobody that the gateway knows has called.",
        "Get a new token and send it, or sign anew.",
    ),
    Code.REQUEST_UNSIGNED: ProblemKind(
        401,
        "Request signature required",
        "This client signs its requests, and one came without a signature: nothing was done.",
        "Sign it (docs/signing.md); if you did not send it, somebody else has the token.",
    ),
    Code.REQUEST_SIGNATURE_INVALID: ProblemKind(
        401,
        "Request signature invalid",
        "The request's signature does not hold; `detail` says what is wrong with it.",
        "Sign each request anew, by a clock that is right (docs/signing.md).",
    ),
    Code.MERCHANT_UNKNOWN: ProblemKind(
        403,
        "Merchant unknown",
        "The token's app client belongs to no merchant of this stack.",
        "Use an app client of this stack.",
    ),
    Code.CLIENT_DISABLED: ProblemKind(
        403,
        "Client disabled",
        "The token's app client was ended, or its merchant disabled.",
        "Use the merchant's newer client, or ask who runs the stack.",
    ),
    Code.OPERATOR_UNKNOWN: ProblemKind(
        403,
        "Operator unknown",
        "An operator's call carries no AWS identity.",
        "Sign it with an operator's role.",
    ),
    Code.SCOPE_MISSING: ProblemKind(
        403,
        "Scope missing",
        "This token or identity may not make this call.",
        "Ask for a token with the call's scope, or use another role.",
    ),
    Code.REQUEST_BLOCKED: ProblemKind(
        403,
        "Request blocked",
        "The firewall refused the request.",
        "Look whether it came too often from one address, or holds what looks like an attack.",
    ),
    Code.RESOURCE_MISSING: ProblemKind(
        404,
        "No such resource",
        "Nothing is here, or it is another merchant's; the two look the same.",
        "Check the path and the id.",
    ),
    Code.NOT_CANCELABLE: ProblemKind(
        409,
        "Payment not cancelable",
        "A payment can be canceled until it is claimed for its charge.",
        "Read it to see what became of it.",
    ),
    Code.NOT_IN_REVIEW: ProblemKind(
        409,
        "Payment not in review",
        "Only a payment in front of a person can be resolved.",
        "Read it to see where it stands.",
    ),
    Code.NOT_RESENDABLE: ProblemKind(
        409,
        "Notification not resendable",
        "A mail can be sent again once it is sent or undeliverable, while its outcome stands.",
        "Read the payment to see where its mail stands.",
    ),
    Code.NOT_ERASABLE: ProblemKind(
        409,
        "Payer not erasable",
        "The payment still needs its payer: it is not final, or a mail is being handed over.",
        "Do what `detail` says, and ask again.",
    ),
    Code.SECOND_PERSON: ProblemKind(
        409, "Second person required", "You proposed it yourself.", "Have another person send it."
    ),
    Code.CONTRADICTED: ProblemKind(
        409,
        "Resolution contradicted by the provider",
        "The provider's record shows something else; `detail` says what.",
        "Resolve it as the record shows (docs/runbooks/requires-review.md).",
    ),
    Code.BODY_TOO_LARGE: ProblemKind(
        413, "Body too large", "A body has 8 KiB at most.", "Send less metadata."
    ),
    Code.ENCRYPTION_REQUIRED: ProblemKind(
        415,
        "Encryption required",
        "This client sends its payments encrypted, and a body came in clear: nothing was done.",
        "Send application/jose (docs/encryption.md); take what came in clear as seen by others.",
    ),
    Code.MEDIA_TYPE: ProblemKind(
        415,
        "Media type not supported",
        "Bodies are JSON; a payment's may be encrypted.",
        "Send application/json, or a payment as application/jose.",
    ),
    Code.KEY_REUSED: ProblemKind(
        422,
        "Idempotency key reused with a different request",
        "The key belongs to an earlier request with another body.",
        "Send a new key for a new payment, or the same body for the same one.",
    ),
    Code.RATE_LIMITED: ProblemKind(
        429,
        "Too many requests",
        "The gateway, or this merchant's own limit, lets through only so many calls a second.",
        "Wait as long as Retry-After says, and ask the same again, with the same Idempotency-Key.",
    ),
    Code.INTERNAL: ProblemKind(
        500,
        "Internal error",
        "Something on our side is wrong. What was asked may or may not have happened.",
        "The payment may exist: retry with the same Idempotency-Key, or look it up.",
    ),
    Code.UNAVAILABLE: ProblemKind(
        503,
        "Service unavailable",
        "Something that we need did not answer in time; it is no defect, and passes. What was "
        "asked may or may not have happened.",
        "Ask again as Retry-After says: a payment with the same Idempotency-Key.",
    ),
    Code.PROVIDER_SILENT: ProblemKind(
        503,
        "Provider without an answer",
        "The provider gave no answer that decides, and nothing was written.",
        "Ask again.",
    ),
    Code.TIMEOUT: ProblemKind(
        504,
        "No answer in time",
        "The gateway waits 1.9 seconds.",
        "The payment may exist: retry with the same Idempotency-Key, or look it up.",
    ),
}
"""Code → what it stands for."""
