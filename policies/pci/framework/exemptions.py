"""Exemptions: one reviewed file, each entry for one rule on one resource, for a while.

PCI DSS v4.0.1, 12.3: an exception needs a documented reason, an owner and a review date.
"""

import datetime as dt
from pathlib import Path
from typing import Annotated, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

LONGEST: Final = dt.timedelta(days=90)
"""From the day of approval: every exemption is looked at again each quarter."""


class ExemptionFileError(Exception):
    """The file can't be read as exemptions; one sentence with the place."""


_Text = Annotated[str, Field(min_length=3)]


class Exemption(BaseModel):
    """One approved departure from one rule."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    rule: _Text
    """The policy's name."""
    urn: Annotated[str, Field(pattern=r"^urn:pulumi:[^*?]+$")]
    """Exactly one resource: no pattern."""
    reason: _Text
    compensating_control: _Text
    owner: _Text
    ticket: _Text
    approved: dt.date
    expires: dt.date


_FILE: Final = TypeAdapter(list[Exemption])


def load(path: Path) -> list[Exemption]:
    """The exemptions of a YAML file; none where there is no file.

    Raises:
        ExemptionFileError: it is not YAML, or an entry lacks something.
    """
    if not path.exists():
        return []
    try:
        return _FILE.validate_python(yaml.safe_load(path.read_text()) or [])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = f" (line {mark.line + 1})" if mark else ""
        message = f"{path.name}{at} is not YAML; write a list of exemptions."
        raise ExemptionFileError(message) from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(each) for each in first["loc"]) or "the file"
        message = f"{path.name}: {place}: {first['msg']}. See the README of the policies."
        raise ExemptionFileError(message) from None


class Exemptions:
    """What is exempt, and what of it was needed."""

    def __init__(self, entries: list[Exemption]) -> None:
        self.entries = tuple(entries)
        self.used: set[Exemption] = set()

    def cover(self, rule: str, urn: str, today: dt.date) -> bool:
        """Whether an unexpired entry names exactly this rule and resource; it counts as used."""
        found = {
            each
            for each in self.entries
            if (each.rule, each.urn) == (rule, urn) and today <= each.expires
        }
        self.used |= found
        return bool(found)
