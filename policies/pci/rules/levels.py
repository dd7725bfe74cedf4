"""What a configuration may not do to the pack: switch a mandatory rule off, or misspell one."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pulumi_policy import EnforcementLevel

from ..framework.judge import defaults
from ..framework.rule import Rule

_LEVEL: Final = "enforcementLevel"
_STRICT: Final = {"mandatory", "remediate"}


def wrong(config: Mapping[str, Any], rules: Iterable[Rule]) -> Iterator[str]:
    """One sentence for each thing that is wrong with a `--policy-pack-config`.

    `config`: policy → `{enforcementLevel, key: value}`, or the level alone.
    """
    known = {rule.name: rule for rule in rules}
    for name, said in config.items():
        settings = said if isinstance(said, Mapping) else {_LEVEL: said}
        level = settings.get(_LEVEL)
        rule = known.get(name)
        if name == "all":
            if level and level not in _STRICT:
                yield f"all: the level {level} would switch mandatory rules off; take it out."
        elif rule is None:
            yield f"{name}: there is no such rule; docs/pci.md lists them all."
        else:
            if level and rule.level is EnforcementLevel.MANDATORY and level not in _STRICT:
                yield f"{name}: a mandatory rule can't be {level}; write an exemption instead."
            yield from _keys(name, settings, defaults(rule))
            for each in rule.mistakes(settings) if rule.mistakes else ():
                yield f"{name}: {each}"


def _keys(name: str, settings: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    for key, value in settings.items():
        if key == _LEVEL:
            continue
        if key not in known:
            keys = ", ".join(known) or "none"
            yield f"{name}: there is no setting {key}; it has {keys}."
        elif not _like(value, known[key]):
            yield f"{name}: {key} must be a {type(known[key]).__name__}."


def _like(value: Any, default: Any) -> bool:
    numbers = (int, float)
    if type(default) in numbers:
        return type(value) in numbers
    return isinstance(value, type(default))
