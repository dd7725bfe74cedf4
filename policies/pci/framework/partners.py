"""Accounts of others that somebody answers for, each until a day (PCI DSS v4.0.1, 12.8.1)."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

SCHEMA: Final = {
    "items": {
        "type": "object",
        "properties": {
            "account": {"type": "string", "pattern": r"^\d{12}$"},
            "owner": {"type": "string", "minLength": 3},
            "expires": {"type": "string", "format": "date"},
        },
        "required": ["account", "owner", "expires"],
        "additionalProperties": False,
    }
}
"""What the engine holds the setting against before the pack sees it."""


class Partner(BaseModel):
    """One account."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    account: Annotated[str, Field(pattern=r"^\d{12}$")]
    owner: Annotated[str, Field(min_length=3)]
    """Who answers for it, on our side."""
    expires: dt.date
    """The last day on which it counts."""


def partners(said: Any) -> list[Partner]:
    """Those entries of the setting that are in order."""
    return [one for _, one in _read(said) if isinstance(one, Partner)]


def mistakes(said: Any) -> Iterator[str]:
    """One sentence for each entry that is not."""
    for index, one in _read(said):
        if isinstance(one, str):
            yield (
                f"partners[{index}]: {one}. Write account (twelve digits as text), owner (who "
                "answers for it) and expires (a date, 2027-01-31)."
            )


def expired(said: Any, today: dt.date) -> Iterator[str]:
    """One sentence for each entry whose day has passed."""
    for index, one in _read(said):
        if isinstance(one, Partner) and one.expires < today:
            yield (
                f"partners[{index}] has expired: let {one.owner} review the account, and renew "
                "the date or take the entry out."
            )


def _read(said: Any) -> Iterator[tuple[int, Partner | str]]:
    for index, each in enumerate(said if isinstance(said, list) else []):
        try:
            yield index, Partner.model_validate(each)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            at = ".".join(str(step) for step in first["loc"])
            yield index, f"{at}: {first['msg']}" if at else str(first["msg"])
