"""What the stack costs after the deployment, and how much of that is new."""

from collections.abc import Sequence

from till.cost.bill import bill, words
from till.cost.fixed import Resource
from till.cost.use import total
from till.lib.report import Section
from till.preview.events import Preview, State, Step


def cost_section(preview: Preview) -> Section:
    """Of all resources of the program, those that stay the same as well."""
    if preview.errors or preview.summary.result == "failed":
        return Section("Cost", notes=["The preview did not get to its end: no cost is known."])
    steps = preview.every
    before = _resources([(step, step.old) for step in steps])
    after = _resources([(step, step.new or (step.old if _stays(step) else None)) for step in steps])
    old, new = bill(before) if before else None, bill(after)
    still = _changed(total(new.fixed), total(old.fixed) if old else None)
    million = _changed(total(new.per_million), total(old.per_million) if old else None)
    said = (
        f"Fixed, a month: {still}. A million payments: {million}, the largest parts "
        f"{', '.join(new.largest)}; beside that {new.mail_per_million:,.2f} for their mails."
    )
    return Section("Cost", alerts=new.not_priced, notes=[said, words()])


def _resources(states: Sequence[tuple[Step, State | None]]) -> list[Resource]:
    return [Resource(step.type, state.inputs) for step, state in states if state is not None]


def _stays(step: Step) -> bool:
    """The engine may leave out how it will be what stays as it is."""
    return step.op == "same"


def _changed(now: float, then: float | None) -> str:
    """A sum, and by how much it differs."""
    if then is None or round(now - then, 2) == 0:
        return f"{now:,.2f}"
    return f"{now:,.2f} ({now - then:+,.2f})"
