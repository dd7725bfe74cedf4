"""A preview as what a person decides on: changes, policies, permissions, data, messages, costs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from till.lib.report import Section
from till.preview._cost_delta import cost_section
from till.preview._iam_delta import Permission, delta
from till.preview.events import Preview, Step

STATEFUL: Final = {
    "aws:cognito/userPool:UserPool": "user pool",
    "aws:dynamodb/table:Table": "table",
    "aws:kms/key:Key": "key",
    "aws:s3/bucket:Bucket": "bucket",
    "aws:secretsmanager/secret:Secret": "secret",
    "aws:sqs/queue:Queue": "queue",
}
"""Types whose deletion takes data with it, or what opens the data."""
VERSIONS: Final = "schema_versions"
"""The export that says which version of each form the code writes and reads."""
_UNREADABLE: Final = "Secret, or known only after the deployment, are the policies in"
_LOSES: Final = ("replace", "delete")


def sections(preview: Preview) -> list[Section]:
    """The whole report, in the order of reading. No property's value is in it, policies apart."""
    return [
        _changes(preview),
        _policies(preview),
        _permissions(preview),
        _data(preview),
        cost_section(preview),
        _messages(preview.stack),
    ]


def _changes(preview: Preview) -> Section:
    alerts = [f"The preview failed: {error}" for error in preview.errors]
    if preview.summary.result == "failed" and not alerts:
        alerts = ["The preview failed."]
    counts = Counter(step.op for step in preview.steps)
    total = ", ".join(f"{count} to {op}" for op, count in sorted(counts.items()))
    return Section(
        "Changes",
        alerts=alerts,
        notes=[f"{total}." if total else "Nothing changes."],
        columns=("change", "type", "name", "properties"),
        rows=[
            (step.op, _short(step.type), step.name, ", ".join(step.diffs or []))
            for step in sorted(preview.steps, key=lambda step: (step.op, step.type, step.name))
        ],
    )


def _policies(preview: Preview) -> Section:
    packs = ", ".join(pack.split("|")[0] for pack in preview.summary.policy_packs)
    broken = [each for each in preview.violations if each.enforcement_level == "mandatory"]
    if not packs:
        return Section("Policies", alerts=["No policy pack judged this preview."])
    return Section(
        "Policies",
        alerts=[f"{len(broken)} mandatory violations: this can't be deployed."] if broken else [],
        notes=[f"Judged by {packs}: {len(preview.violations)} violations."],
        columns=("level", "policy", "resource", "what to do"),
        rows=[
            (
                each.enforcement_level,
                each.policy_name,
                each.resource_urn.rsplit("::", 1)[-1] or "the stack",
                each.message.strip(),
            )
            for each in preview.violations
        ],
    )


def _permissions(preview: Preview) -> Section:
    found = delta(preview.steps)
    return Section(
        "Permissions",
        alerts=[f"{_UNREADABLE}: {', '.join(found.unreadable)}."] if found.unreadable else [],
        notes=[] if found.gained or found.lost else ["No role gains or loses anything readable."],
        columns=("role", "", "actions", "on", "if"),
        rows=[*_grouped("gains", found.gained), *_grouped("loses", found.lost)],
    )


def _grouped(verb: str, permissions: Sequence[Permission]) -> Iterator[tuple[str, ...]]:
    """One row for the actions that share everything else."""

    def shared(each: Permission) -> tuple[str, str, str, str]:
        return each.role, each.effect, each.resource, each.condition

    for key, group in groupby(sorted(permissions, key=shared), key=shared):
        role, effect, resource, condition = key
        word = verb if effect == "Allow" else f"{verb} a denial"
        yield role, word, ", ".join(each.action for each in group), resource, condition


def _data(preview: Preview) -> Section:
    touched = [step for step in preview.steps if step.type in STATEFUL]
    return Section(
        "Data",
        alerts=[
            f"{step.op.upper()} of the {STATEFUL[step.type]} {step.name}: what it holds is lost."
            for step in touched
            if step.op.startswith(_LOSES)
        ],
        notes=[] if touched else ["No table, key, user pool, secret, queue or bucket is touched."],
        columns=("change", "what", "name", "properties"),
        rows=[
            (step.op, STATEFUL[step.type], step.name, ", ".join(step.diffs or []))
            for step in touched
        ],
    )


def _messages(stack: Step | None) -> Section:
    """The code reads the version that it writes and no other, so any difference matters."""
    title = "Messages and rows"
    deployed = stack.old.outputs if stack and stack.old else {}
    before = _versions(deployed)
    after = _versions(stack.new.outputs) if stack and stack.new else {}
    if not after:
        return Section(title, alerts=[f"This program does not say its `{VERSIONS}`."])
    if not deployed:
        return Section(title, notes=["First deployment: there is nothing to be compatible with."])
    if not before:
        return Section(title, alerts=[f"The deployed program does not say its `{VERSIONS}`."])
    changed = sorted(form for form in {**before, **after} if before.get(form) != after.get(form))
    return Section(
        title,
        alerts=[
            f"{form}: version {before.get(form, 'none')} is deployed, this is "
            f"{after.get(form, 'none')}; what is under way can't be read by the other code."
            for form in changed
        ],
        notes=[] if changed else ["The deployed code and this code read the same versions."],
    )


def _versions(outputs: Mapping[str, Any]) -> Mapping[str, Any]:
    found = outputs.get(VERSIONS)
    return found if isinstance(found, dict) else {}


def _short(token: str) -> str:
    """`aws:sqs/queue:Queue` is `aws:sqs:Queue` to a reader."""
    package, _, rest = token.partition(":")
    module, _, name = rest.rpartition(":")
    return f"{package}:{module.split('/')[0]}:{name}"
