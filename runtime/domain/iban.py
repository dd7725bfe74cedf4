"""Bank accounts in a text: an IBAN's digits are no card's, whatever their checksum says."""

import re
from collections.abc import Mapping
from typing import Final

_REGISTRY: Final = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28"
    " EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26"
    " IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18"
    " NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 TL23 TN24 TR26"
    " UA29 VA22 VG24 XK20"
)
"""Country and length (SWIFT, "IBAN Registry")."""
_LENGTHS: Final[Mapping[str, int]] = {each[:2]: int(each[2:]) for each in _REGISTRY.split()}
_BEGINS: Final = re.compile(r"(?<![A-Za-z0-9])([A-Z]{2})[0-9]{2}(?=[ A-Z0-9])")
_CHARACTER: Final = r"[A-Z0-9]"


def without_ibans(text: str) -> str:
    """The text with a letter for each IBAN whose length and check digits (ISO 13616) are right."""
    found, done = [], 0
    for begins in _BEGINS.finditer(text):
        length = _LENGTHS.get(begins[1])
        if length is None or begins.start() < done:
            continue
        whole = re.compile(rf"(?:{_CHARACTER} ?){{{length - 1}}}{_CHARACTER}(?![A-Za-z0-9])")
        match = whole.match(text, begins.start())
        if match and is_iban(match[0].replace(" ", "")):
            found += [text[done : begins.start()], "i"]
            done = match.end()
    return "".join([*found, text[done:]])


def is_iban(text: str) -> bool:
    """Whether the characters, without spaces, have the remainder 1 by 97."""
    moved = text[4:] + text[:4]
    return int("".join(str(int(each, 36)) for each in moved)) % 97 == 1
