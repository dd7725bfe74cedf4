"""Writes the settings as a page: `python -m docs_gen.environments > docs/environments.md`."""

import sys
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from stack_settings import StackSettings

ROOT: Final = Path(__file__).parents[1]
STACKS: Final = ("local", "dev", "staging", "prod")
_PROVIDER: Final = {
    "aws:region": "The AWS region.",
    "aws:allowedAccountIds": "The one account that may be touched.",
}
"""Settings of the AWS provider, which `Pulumi.yaml` does not describe."""


def environments() -> str:
    """The page `docs/environments.md`."""
    described = {**_PROVIDER, **_descriptions()}
    stacks = {stack: _stack(stack) for stack in STACKS}
    rows = [
        _row(
            f"`{setting.key}`",
            _word(setting.field.annotation),
            _default(setting),
            *(_value(_at(given, setting.key), setting.field) for given in stacks.values()),
            described.get(setting.key) or setting.field.description or "",
        )
        for setting in _settings(StackSettings)
    ]
    return "\n".join(
        [
            "# Environments",
            "",
            "Made from `stack_settings.py`, `Pulumi.yaml` and the stacks' files by `make docs`.",
            "",
            "One program, one file per stack; a file holds what differs. Times are in seconds.",
            "An empty cell is the default. What is required and empty is for the stack's owner:",
            "`pulumi config set --path '<key>' <value> --stack <stack>`; for a secret `--secret`,",
            "and for text in a list or after a dot `--type string`: 1234 would become a number.",
            "",
            _row("key", "type", "default", *STACKS, "what it is"),
            _row(*["---"] * (4 + len(STACKS))),
            *rows,
            "",
        ]
    )


class _Setting(NamedTuple):
    key: str
    """`throttle.rate` for a field of a structure."""
    field: FieldInfo
    inside: str
    """The structure that may be left out altogether, or empty."""


def _settings(model: type[BaseModel], prefix: str = "", inside: str = "") -> Iterator[_Setting]:
    """Every setting and, of a structure, every field of it."""
    for field in model.model_fields.values():
        key = f"{prefix}{field.alias}"
        structure = _model_of(field.annotation)
        if structure is None:
            yield _Setting(key, field, inside)
        else:
            yield from _settings(structure, f"{key}.", "" if field.is_required() else key)


def _model_of(annotation: Any) -> type[BaseModel] | None:
    found = [each for each in (annotation, *get_args(annotation)) if isinstance(each, type)]
    return next((each for each in found if issubclass(each, BaseModel)), None)


def _word(annotation: Any) -> str:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " or ".join(f"`{each}`" for each in inner)
    if origin is Annotated:
        return _word(inner[0])
    if origin in {Union, types.UnionType}:
        return _word(next(each for each in inner if each is not type(None)))
    if origin in {tuple, dict}:
        return "list" if origin is tuple else "map"
    if annotation is SecretStr:
        return "secret"
    return _WORDS.get(annotation, "text")


_WORDS: Final = {bool: "yes or no", int: "integer", float: "number"}


def _default(setting: _Setting) -> str:
    if setting.field.is_required():
        return f"required in `{setting.inside}`" if setting.inside else "required"
    return _value(setting.field.get_default(), setting.field)


def _value(value: Any, field: FieldInfo) -> str:
    """A value as YAML would write it; a secret never."""
    if value is None:
        return ""
    if field.annotation is SecretStr:
        return "secret"
    if isinstance(value, list | tuple):
        return f"[{', '.join(str(each) for each in value)}]"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _at(given: Mapping[str, Any], key: str) -> Any:
    """The value at `throttle.rate`, or None."""
    value: Any = given
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _descriptions() -> Mapping[str, str]:
    config = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["config"]
    return {key: str(each["description"]) for key, each in config.items()}


def _stack(stack: str) -> Mapping[str, Any]:
    config = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text())["config"]
    return {key.removeprefix("tillstack:"): value for key, value in config.items()}


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    sys.stdout.write(environments())
