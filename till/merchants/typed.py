"""What each command of `till merchants` does with what was typed, and says at its end."""

import sys
from typing import Final

from pydantic import TypeAdapter, ValidationError

from runtime.contract.throttle import Throttle
from runtime.domain.merchant import MerchantName
from till.lib.answer import say_json
from till.lib.exits import Exit
from till.lib.input import InputError
from till.merchants.documents import Changed
from till.merchants.webhook_documents import WebhookChanged

_NAME: Final[TypeAdapter[str]] = TypeAdapter(MerchantName)
LIMITS: Final = (
    "A limit is --rate, 1 to 10,000 calls a second, with --burst, 1 to 5,000 at once; or it is "
    "--default alone. Nothing was changed."
)


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


def say_done(changed: Changed | WebhookChanged, *, as_json: bool) -> int:
    """0, once it is said what was done."""
    if as_json:
        say_json(changed)
    else:
        sys.stdout.write(f"{changed.merchant}: {changed.done}\n")
    return Exit.DONE


def limit_of(rate: int | None, burst: int | None, *, default: bool) -> Throttle | None:
    """How often a merchant may call; None: the stack's.

    Raises:
        InputError: it is none, or both.
    """
    given = {"rate": rate, "burst": burst}
    if default and given == {"rate": None, "burst": None}:
        return None
    try:
        if not default:
            return Throttle.model_validate(given)
    except ValidationError:
        pass  # Its sentence would name fields, and a person has typed options.
    raise InputError(LIMITS)
