"""What each command of `till merchants` does with what was typed, and says at its end."""

import sys
from typing import Final

from pydantic import TypeAdapter, ValidationError

from runtime.domain.merchant import MerchantName
from till.lib.answer import say_json
from till.lib.exits import Exit
from till.lib.input import InputError
from till.merchants.documents import Changed

_NAME: Final[TypeAdapter[str]] = TypeAdapter(MerchantName)


def name_of(name: str) -> str:
    """The name of a merchant.

    Raises:
        InputError: it is none.
    """
    try:
        return _NAME.validate_python(name)
    except ValidationError:
        message = (
            f"{name!r} is no name of a merchant: 1 to 40 small letters, digits and dashes, "
            "a letter or digit at both ends."
        )
        raise InputError(message) from None


def say_done(changed: Changed, *, as_json: bool) -> int:
    """0, once it is said what was done."""
    if as_json:
        say_json(changed)
    else:
        sys.stdout.write(f"{changed.merchant}: {changed.done}\n")
    return Exit.DONE
