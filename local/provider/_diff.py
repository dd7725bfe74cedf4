"""What changed between two sets of inputs, and whether it takes a new resource."""

from collections.abc import Mapping
from typing import Any

from pulumi.runtime.proto.provider_pb2 import DiffResponse, PropertyDiff

from local.provider import _values as values
from local.resources import KINDS

# A resource whose name stays can't stand beside its successor.
_NAMES = ("name", "stageName", "domainName", "statementId")
_KINDS = {
    (True, True): (PropertyDiff.UPDATE, PropertyDiff.UPDATE_REPLACE),
    (False, True): (PropertyDiff.ADD, PropertyDiff.ADD_REPLACE),
    (True, False): (PropertyDiff.DELETE, PropertyDiff.DELETE_REPLACE),
}


def compared(token: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> DiffResponse:
    """The difference of two plain sets of inputs of one type.

    A write-only value is not compared: AWS does not tell it, and its version says when it is new.
    """
    kind = KINDS.get(token)
    ignored = kind.write_only if kind else frozenset[str]()
    replacing = kind.replaced_by if kind else frozenset[str]()
    answer = DiffResponse(changes=DiffResponse.DIFF_NONE, hasDetailedDiff=True)
    for key, path, before, after in values.differences(old, new):
        if key in ignored:
            continue
        answer.changes = DiffResponse.DIFF_SOME
        if key not in answer.diffs:
            answer.diffs.append(key)
        if key in replacing and key not in answer.replaces:
            answer.replaces.append(key)
        answer.detailedDiff[path].kind = _KINDS[before, after][key in replacing]
        answer.detailedDiff[path].inputDiff = True
    answer.deleteBeforeReplace = bool(answer.replaces) and any(
        old.get(name) == new.get(name) is not None for name in _NAMES
    )
    return answer
