"""What the policies of Tillstack's own keys must refuse: the reviewed table.

A key policy leaves the account to IAM, so a grant that is too wide is stopped by its denials only.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from ._questions import DATA, MESSAGES, SEALING, SIGNING, WEBHOOKS, Question

_CONTEXT: Final = "kms:encryptioncontext:"
SOME: Final = "?*"
"""Any value, but one there must be."""


class Use(NamedTuple):
    """One use of a key that is somebody's work."""

    question: Question
    """Who may."""
    action: str
    context: Mapping[str, tuple[str, ...]]
    """Key of the request → the values of which it must have one."""
    people: bool = False
    """Whether people do it too: then the key's policy stops the stack's own roles, and of others
    IAM says who may."""


class Lock(NamedTuple):
    """A key, and all that may be done with it."""

    key: str
    """Its name in the rule's settings."""
    things: tuple[str, ...]
    """Patterns of URNs."""
    uses: tuple[Use, ...]
    never: tuple[str, ...]
    """Uses that are nobody's work."""


def _question(key: str) -> Question:
    return next(each for each in DATA if each.key == key)


_PURPOSES: Final = {"payment-method": "payment_method", "customer": "customer"}
_MERCHANT: Final = {f"{_CONTEXT}merchant": (SOME,)}
_PURPOSE: Final = f"{_CONTEXT}purpose"
_SEAL: Final = "kms:GenerateDataKey"
_OPEN: Final = "kms:Decrypt"
_OAEP: Final = {"kms:encryptionalgorithm": ("RSAES_OAEP_SHA_256",)}
_SIGNS: Final = {
    "kms:signingalgorithm": ("ECDSA_SHA_256",),
    "kms:messagetype": ("DIGEST",),
}
_DERIVES: Final = {"kms:macalgorithm": ("HMAC_SHA_256",)}
_SEALS: Final = {
    **_MERCHANT,
    _PURPOSE: tuple(_PURPOSES.values()),
    f"{_CONTEXT}schema_version": (SOME,),
}

LOCKS: Final = (
    Lock(
        "sealing",
        (SEALING,),
        (
            Use(_question("seal"), _SEAL, _SEALS),
            *(
                Use(_question(key), _OPEN, {**_MERCHANT, _PURPOSE: (purpose,)})
                for key, purpose in _PURPOSES.items()
            ),
        ),
        ("kms:Encrypt", "kms:GenerateDataKeyPair", "kms:GenerateDataKeyPairWithoutPlaintext",
         "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"),
    ),
    Lock(
        "messages",
        (MESSAGES,),
        (Use(_question("messages"), _OPEN, _OAEP),),
        # Who moves a message to a key of its own opens it there. To encrypt is everybody's.
        ("kms:ReEncryptFrom",),
    ),
    # To verify, and to read the public half, is for whomever IAM lets.
    Lock("roots", (SIGNING,), (Use(_question("roots"), "kms:Sign", _SIGNS),), ()),
    # Who brings a merchant its secret derives it too.
    Lock(
        "webhooks",
        (WEBHOOKS,),
        (Use(_question("webhooks"), "kms:GenerateMac", _DERIVES, people=True),),
        (),
    ),
)  # fmt: skip
