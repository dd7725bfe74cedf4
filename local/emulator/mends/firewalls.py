"""WAF: a web ACL keeps how much of a body it inspects and what it hides."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ministack.services import waf

_FORGOTTEN: Final = ("AssociationConfig", "DataProtectionConfig")


def mend() -> None:
    """Keep at creation and update what the emulator drops."""
    waf.create_web_acl_record = _creating(waf.create_web_acl_record)
    waf._update_web_acl = _updating(waf._update_web_acl)  # noqa: SLF001 - the emulator has no public seam


def _creating(original: Callable[..., Any]) -> Callable[..., Any]:
    def create(name: str, scope: str, asked: Mapping[str, Any]) -> Any:
        uid, arn, record = original(name, scope, asked)
        keep(record, asked)
        return uid, arn, record

    return create


def _updating(original: Callable[..., Any]) -> Callable[..., Any]:
    def update(asked: Mapping[str, Any]) -> Any:
        answer = original(asked)
        record = waf.web_acl_record(asked.get("Id", ""), asked.get("Scope", "REGIONAL"))
        if record and answer[0] == 200:  # noqa: PLR2004 - HTTP
            keep(record, asked)
            record["Description"] = asked.get("Description", "")
        return answer

    return update


def keep(record: dict[str, Any], asked: Mapping[str, Any]) -> None:
    """An update says everything anew, so what is not said is gone."""
    for name in _FORGOTTEN:
        record.pop(name, None)
        if name in asked:
            record[name] = asked[name]
