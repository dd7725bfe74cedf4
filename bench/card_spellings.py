"""How people and programs write a card's number in a text."""

import base64
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote


def _groups(number: str) -> list[str]:
    return [number[at : at + 4] for at in range(0, len(number), 4)]


def _parted(separator: str) -> Callable[[str], str]:
    return lambda number: separator.join(_groups(number))


def _circled(number: str) -> str:
    return "".join(chr(0x245F + int(each)) if each != "0" else "\u24ea" for each in number)


SPELLINGS: Final[Mapping[str, Callable[[str], str]]] = {
    "bare": str,
    "in a sentence": lambda number: f"my card is {number}, thanks",
    "with expiry and code, without a gap": lambda number: f"{number}1227123",
    "with a code behind it, without a gap": lambda number: f"{number}123"[:23],
    **{
        f"groups parted by {name}": _parted(separator)
        for name, separator in {
            "a space": " ",
            "a dash": "-",
            "a dot": ".",
            "a slash": "/",
            "a comma": ", ",
            "an asterisk": "*",
            "a bar": "|",
            "a colon": ":",
            "a plus": "+",
            "an equals sign": "=",
            "an x": "x",
            "brackets": ")(",
            "a zero-width space": "\u200b",
            "a line break": "\n",
        }.items()
    },
    "digit by digit": " ".join,
    "superscript": lambda number: number.translate(
        str.maketrans("0123456789", "\u2070\xb9\xb2\xb3\u2074\u2075\u2076\u2077\u2078\u2079")
    ),
    "circled": _circled,
    "full width": lambda number: "".join(chr(0xFF10 + int(each)) for each in number),
    "Arabic-Indic": lambda number: "".join(chr(0x0660 + int(each)) for each in number),
    "base64": lambda number: base64.b64encode(number.encode()).decode(),
    "base64 in a path": lambda number: f"v1/{base64.urlsafe_b64encode(number.encode()).decode()}",
    "percent": lambda number: "".join(f"%{ord(each):02X}" for each in number),
    "percent in groups": lambda number: quote(" ".join(_groups(number))),
    "HTML entities": lambda number: "".join(f"&#{ord(each)};" for each in number),
    "hex": lambda number: number.encode().hex(),
    "percent over base64": lambda number: quote(
        base64.b64encode(number.encode()).decode(), safe=""
    ),
}
"""How people and programs write a card's number in a text."""


def spelled(name: str, number: str) -> str:
    """The number as the spelling `name` writes it."""
    return SPELLINGS[name](number)
