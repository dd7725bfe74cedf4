"""Kinds of text that a request may hold: each has one rule, which the API's description states.

What pydantic can't state stands beside it as a rule of JSON Schema.
"""

import re
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, StringConstraints

from runtime.contract.codes import Code
from runtime.domain.card_number import plain
from runtime.domain.iban import without_ibans
from runtime.wire.documents import BrokenRuleError
from runtime.wire.texts import seen_within

PRINTABLE: Final = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
"""No line breaks or control characters: these texts reach mails and statements."""

EMAIL: Final = (
    r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$"
)
"""RFC 5321's dot-string and domain, ASCII only: what SES accepts as a recipient."""

LONGEST_EMAIL: Final = 254
LONGEST_LOCAL_PART: Final = 64
"""Characters before the `@` (RFC 5321, 4.5.3.1.1)."""

_LETTERS: Final = r"A-Za-z\u00c0-\uffff"
ADDRESS: Final = (
    rf"[{_LETTERS}0-9_.+'\x22-](?:@|%40|[(\[] ?at ?[)\]])[{_LETTERS}0-9.-]*[{_LETTERS}]"
    rf"|[{_LETTERS}0-9] at [{_LETTERS}0-9-]+ dot [A-Za-z]{{2}}"
)
"""Whatever a reader takes for an e-mail address, so that none stays in a ledger."""
_GAPS: Final = re.compile(r"\s*(@|%40|[(\[]\s*at\s*[)\]])\s*", re.IGNORECASE)

LINK: Final = r"://|[wW]{3}\."
LETTER: Final = r"[A-Za-z]"
SUFFIX: Final = r"^[ !#-&()+-;=?-\[\]-~]*$"
"""Stripe, "Statement descriptors": Latin characters, none of <>\\'"*, at least one letter."""


def text(longest: int, shortest: int = 1) -> Any:
    """The constraints of a text of one line."""
    return StringConstraints(min_length=shortest, max_length=longest, pattern=PRINTABLE)


def said(description: str, *rules: dict[str, Any]) -> Any:
    """What the API's description says of a field beside what pydantic states."""
    return Field(description=description, json_schema_extra={"allOf": list(rules)})


# Behind a validator of ours pydantic leaves the pattern out of what it states.
_VISIBLE: Final = ({"pattern": PRINTABLE}, {"pattern": r"\S"})
_TRIMMED: Final = "Invisible characters, and spaces at the ends, are taken off first."
SEEN: Final = said(_TRIMMED, *_VISIBLE)
"""Of a text of which invisible characters and outer spaces are taken off."""


def _email(address: str) -> str:
    local, _, _ = address.partition("@")
    fits = len(address) <= LONGEST_EMAIL and len(local) <= LONGEST_LOCAL_PART
    if not fits or not re.fullmatch(EMAIL, address):
        ascii_only = (
            "" if address.isascii() else " ASCII only: an international domain as punycode."
        )
        raise BrokenRuleError(Code.EMAIL_INVALID, f"Must be one e-mail address.{ascii_only}")
    return address


def _no_link(name: str) -> str:
    # A shop may pass its customers' input on: no stranger's link leaves from a signed address.
    if re.search(LINK, name):
        raise BrokenRuleError(Code.PARAMETER_INVALID, "Must hold no link.")
    return name


def _no_address(words: str) -> str:
    if re.search(ADDRESS, _GAPS.sub(r"\1", plain(words)), re.IGNORECASE):
        raise BrokenRuleError(
            Code.PERSONAL_DATA, "Must hold no e-mail address: the ledger keeps it for ever."
        )
    return words


def _no_account(words: str) -> str:
    letters = re.sub(r"[-.\u2010-\u2015]", " ", plain(words)).upper()
    letters = re.sub(r" +", " ", letters)
    if without_ibans(letters) != letters:
        raise BrokenRuleError(
            Code.PERSONAL_DATA, "Must hold no bank account: the ledger keeps it for ever."
        )
    return words


def _suffix(words: str) -> str:
    if not re.fullmatch(SUFFIX, words) or not re.search(LETTER, words):
        raise BrokenRuleError(
            Code.PARAMETER_INVALID, "Must be Latin characters with at least one letter."
        )
    return words


Email = Annotated[
    str,
    AfterValidator(_email),
    said(
        f"RFC 5321, ASCII, {LONGEST_LOCAL_PART} characters before the @ at most; an international "
        "domain as punycode.",
        {"maxLength": LONGEST_EMAIL},
        {"pattern": f"^[^@]{{1,{LONGEST_LOCAL_PART}}}@"},
        {"pattern": EMAIL},
    ),
]
PayerName = Annotated[
    str,
    seen_within(100),
    text(100),
    AfterValidator(_no_link),
    said(f"{_TRIMMED} No link.", *_VISIBLE, {"not": {"pattern": LINK}}),
]
Sentence = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    text(500),
    AfterValidator(_no_address),
    AfterValidator(_no_account),
    said(
        "Spaces at the ends are taken off first. No e-mail address, no IBAN.",
        {"pattern": r"\S"},
        {"not": {"pattern": ADDRESS}},
    ),
]
Suffix = Annotated[
    str,
    text(22),
    AfterValidator(_suffix),
    said("On the payer's statement.", {"pattern": SUFFIX}, {"pattern": LETTER}),
]
