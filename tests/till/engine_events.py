"""The engine's events of a preview, made by hand after what 3.259.0 writes."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
"""How the engine marks a secret; `ciphertext` follows."""
HIDDEN = {**SECRET, "ciphertext": "[secret]"}

Event = Mapping[str, Any]


def step(
    op: str,
    resource_type: str,
    name: str,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    *,
    logical: bool = True,
) -> Event:
    """One resource before the deployment; `old` and `new` are its inputs."""
    return {
        "resourcePreEvent": {
            "metadata": {
                "op": op,
                "urn": f"urn:pulumi:dev::tillstack::{resource_type}::{name}",
                "type": resource_type,
                "old": None if old is None else {"inputs": old, "outputs": {}},
                "new": None if new is None else {"inputs": new, "outputs": {}},
                "detailedDiff": None,
                "diffs": sorted(key for key in {**old, **new} if old.get(key) != new.get(key))
                if old and new
                else None,
                "logical": logical,
            },
            "planning": True,
        }
    }


def stack(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> Event:
    """The end of the program: what the stack exported, and what it will."""
    return {
        "resOutputsEvent": {
            "metadata": {
                "op": "same",
                "urn": "urn:pulumi:dev::tillstack::pulumi:pulumi:Stack::tillstack-dev",
                "type": "pulumi:pulumi:Stack",
                "old": None if old is None else {"inputs": {}, "outputs": old},
                "new": {"inputs": {}, "outputs": new},
            }
        }
    }


def violation(name: str, level: str, resource: str) -> Event:
    """A policy's word on one resource."""
    return {
        "policyEvent": {
            "resourceUrn": f"urn:pulumi:dev::tillstack::aws:sqs/queue:Queue::{resource}",
            "message": "Queues are encrypted.\nSet kms_master_key_id.\n",
            "color": "never",
            "policyName": name,
            "policyPackName": "tillstack-pci",
            "enforcementLevel": level,
        }
    }


def error(message: str) -> Event:
    """What the engine prints in red."""
    return {"diagnosticEvent": {"message": message, "color": "never", "severity": "error"}}


def summary(result: str = "succeeded", packs: Mapping[str, str] | None = None) -> Event:
    """The last word."""
    found = {"tillstack-pci|local|policies": "1.0.0"} if packs is None else packs
    return {"summaryEvent": {"maybeCorrupt": False, "PolicyPacks": found, "result": result}}


def text(events: Sequence[Event]) -> str:
    """One event a line, and a few of the kinds that say nothing about a preview."""
    others: list[Event] = [{"policyLoadEvent": {}}, {"preludeEvent": {"config": {}}}]
    return "\n".join(
        json.dumps({"sequence": number, "timestamp": 1, **event})
        for number, event in enumerate([*others, *events])
    )
