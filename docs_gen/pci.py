"""Writes what the pack proves as a page: `python -m docs_gen.pci > docs/pci.md`."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from local.policy_check.analyzer import Declared
from policies.pci.framework.rule import Rule
from policies.pci.pack import judge, rules
from policy_proof import run
from policy_proof.stacks import STACKS, ours
from policy_proof.tally import Tally

UNCOVERED: Final = {
    "1.2.3, 1.2.4": "Network and data-flow diagrams: kept by people, in the documentation.",
    "3.1, 3.2": "Retention as a policy: the pack sees how long a service keeps, not why.",
    "3.5.1": (
        "Encryption at rest does not make card numbers unreadable (3.5.1.2); the system refuses "
        "card numbers at its API and holds none, which the journey tests show."
    ),
    "3.6.1.4, 3.7.6, 3.7.8": "Key custodians and what they sign; AWS KMS has no clear-text keys.",
    "5": "Malware: functions run from one reviewed archive; machines need their own protection.",
    "6.1, 6.2.1-6.2.3, 6.5": "How software is written, reviewed and changed.",
    "6.3.1": "Finding and ranking vulnerabilities: the dependency audit in CI is a part of it.",
    "8.2.2-8.2.6": "The lifecycle of people's identities: in the company's identity provider.",
    "9": "Physical access: AWS, by its own attestation of compliance.",
    "10.4": "Reading the logs: the pack only sees that alarms exist and call somebody.",
    "10.6": "Time synchronisation: AWS's clocks.",
    "11.3, 11.4": "Vulnerability scans and penetration tests.",
    "12": "Policies, risk analysis, training, service providers, incident response.",
}
"""PCI DSS v4.0.1 requirement → why no rule on declared resources can show it."""
_ABOUT: Final = (
    "Made from the rules, the four stacks and the mutants by `make docs`. It is evidence, not an "
    "assessment."
)
_INTRODUCTION: Final = (
    "{rules} rules. *Elsewhere*: the same control in Security Hub, cdk-nag or Checkov. "
    "*Resources*: how many the rule judges in the stacks {stacks}. *Mutants*: changes of our full "
    "stack, of small stacks and by hand that break the rule, each reported by it. A requirement "
    "in brackets is an unreviewed mapping."
)


def page(tally: Tally) -> str:
    """The page `docs/pci.md`."""
    found = rules(judge())
    return "\n".join(
        [
            "# PCI DSS v4.0.1: what the policy pack shows",
            "",
            _ABOUT,
            "",
            "## Requirements that no rule can show",
            "",
            "Judged by us and not reviewed by an assessor.",
            "",
            "| requirement | why |",
            "| --- | --- |",
            *(f"| {number} | {why} |" for number, why in UNCOVERED.items()),
            "",
            "## Rules",
            "",
            _INTRODUCTION.format(rules=len(found), stacks=", ".join(STACKS)),
            "",
            "| rule | what is so | PCI DSS | elsewhere | severity | level | resources | mutants |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *_rows(found, tally),
            "",
        ]
    )


def _rows(found: Iterable[Rule], tally: Tally) -> Iterator[str]:
    seen = {stack: Counter(_judged(found, ours(stack))) for stack in STACKS}
    for rule in found:
        pci = [*rule.pci, *(f"({each}, unreviewed mapping)" for each in rule.unreviewed_controls)]
        cells = (
            f"`{rule.name}` ({rule.number})",
            rule.description,
            ", ".join(pci),
            ", ".join(rule.references) or "-",
            rule.severity.name.lower(),
            rule.level.name.lower(),
            " / ".join(str(seen[stack][rule.name]) for stack in STACKS),
            str(tally.proofs[rule.name]),
        )
        yield f"| {' | '.join(cells)} |"


def _judged(found: Iterable[Rule], resources: Iterable[Declared]) -> Iterator[str]:
    """A rule's name for each resource that it is about."""
    kinds = {rule.name: {*rule.types, *rule.property_rules, *rule.subjects} for rule in found}
    everything = {rule.name for rule in found if rule.check and not rule.types}
    for one in resources:
        for name, types in kinds.items():
            if one.type in types or name in everything:
                yield name


if __name__ == "__main__":
    sys.stdout.write(page(run.together(run.DEPLOYED)))
