"""Mutants of what stands in no resource: the provider's settings, and the exemptions."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from local.policy_check.analyzer import Analyzer, Declared
from policies.pci import pack, platform
from policies.pci.framework.exemptions import Exemption, Exemptions
from policies.pci.framework.judge import Judge
from policies.pci.framework.tokens import QUEUE
from policy_proof.mutant import MutantKind, Source
from policy_proof.resources import TODAY, resource
from policy_proof.tally import Named, Tally

PINNED: Final = {"region": "eu-central-1", "allowedAccountIds": json.dumps(["111122223333"])}
LOOSE: Final[tuple[Mapping[str, Any], ...]] = (
    {"region": ""},
    {"allowedAccountIds": "[]"},
    {"endpoints": json.dumps([{"sqs": "https://queues.example.com"}])},
    {"skipCredentialsValidation": "true"},
    {"skipRequestingAccountId": "true"},
    {"s3UsePathStyle": "true"},
    {"insecure": "true"},
)
EXEMPTIONS: Final = "exemptions-valid"
IT: Final = resource(QUEUE, {"name": "it"})
SOUND: Final = Exemption(
    rule="sqs-has-dlq",
    urn=IT.urn,
    reason="It is emptied by hand.",
    compensating_control="A person looks at it every day.",
    owner="payments",
    ticket="PAY-1",
    approved=TODAY,
    expires=TODAY + dt.timedelta(days=30),
)
WRONG: Final[tuple[Mapping[str, Any], ...]] = (
    {"rule": "sqs-cmk-encryption"},
    {"rule": "no-such-rule"},
    {"rule": "required-nothing"},
    {"rule": "dynamodb-pitr"},
    {"urn": f"{IT.urn}-elsewhere"},
    {"expires": TODAY - dt.timedelta(days=1)},
    {"expires": TODAY + dt.timedelta(days=91)},
    {"approved": TODAY + dt.timedelta(days=1)},
)


def prove() -> Tally:
    """Each setting and each exemption that is wrong, through the servicer."""
    tally = Tally()
    for rule, name, found in (*_providers(), *_exemptions()):
        tally.mutants += 1
        tally.killed += rule in found
        tally.made[Source.HAND] += 1
        tally.seen[Source.HAND] += rule in found
        tally.proofs[rule] += rule in found
        if rule not in found:
            tally.survivors.add(Named(rule, "settings", name, "", MutantKind.WRITTEN))
    return tally


def said(one: Declared, provider: Mapping[str, Any], *exemptions: Exemption) -> set[str]:
    """The rules that report something of a stack of one resource."""
    judge = Judge(Exemptions(list(exemptions)), TODAY)
    found = Analyzer(pack.policies(judge), {}, provider).judge([one])
    return {each.policy for each in found}


def _providers() -> Iterator[tuple[str, str, set[str]]]:
    for each in LOOSE:
        yield platform.PROVIDER.name, f"provider {next(iter(each))}", said(IT, {**PINNED, **each})


def _exemptions() -> Iterator[tuple[str, str, set[str]]]:
    for each in WRONG:
        wrong = SOUND.model_copy(update=dict(each))
        yield EXEMPTIONS, f"exemption {next(iter(each))}", said(IT, PINNED, wrong)
