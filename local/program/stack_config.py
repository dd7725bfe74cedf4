"""A stack's configuration as the engine would hand it to the program."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml


class StackConfigError(Exception):
    """A stack's file can't be read, or holds a value that can't be used without the engine."""


def stack_config(
    folder: Path, project: str, stack: str, overrides: Mapping[str, str]
) -> dict[str, str]:
    """`<namespace>:<key>` → text: `Pulumi.yaml`'s defaults, the stack's file, then `overrides`.

    Objects and lists become JSON, as the engine passes them. Either file may be missing.

    Raises:
        StackConfigError: a file that is no YAML or whose `config` is no mapping, or an encrypted
            value that `overrides` does not replace.
    """
    found: dict[str, Any] = {}
    for key, declared in _section(folder / "Pulumi.yaml").items():
        # A declaration is `{type, default, …}`, `{value}` or the bare value.
        value = (
            declared.get("default", declared.get("value"))
            if isinstance(declared, Mapping)
            else declared
        )
        found[namespaced(project, key)] = value
    for key, value in _section(folder / f"Pulumi.{stack}.yaml").items():
        found[namespaced(project, key)] = value
    found.update({namespaced(project, key): value for key, value in overrides.items()})
    return {key: _text(key, value) for key, value in found.items() if value is not None}


def namespaced(project: str, key: str) -> str:
    """`key` → `<project>:key`; a key that has a namespace keeps it."""
    return key if ":" in key else f"{project}:{key}"


def _section(path: Path) -> Mapping[str, Any]:
    if not path.exists():
        return {}
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        # Without the text around it, which may be a secret.
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name}, line {mark.line + 1}" if mark else path.name
        why = getattr(error, "problem", None) or "what it holds is not text"
        raise StackConfigError(f"{where}: this is not YAML ({why}); mend it there.") from None
    section = (read.get("config") or {}) if isinstance(read, Mapping) else read
    if not isinstance(section, Mapping):
        raise StackConfigError(
            f"{path.name}: the settings must stand below `config:`, each as `key: value`."
        )
    return section


def _text(key: str, value: Any) -> str:
    if isinstance(value, Mapping) and set(value) == {"secure"}:
        message = f"{key} is encrypted in the stack's file; give its value as an override."
        raise StackConfigError(message)
    return value if isinstance(value, str) else json.dumps(value)
