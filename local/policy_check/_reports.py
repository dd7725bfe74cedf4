"""What the policies said, for machines: SARIF for annotations, JUnit for a list of tests."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from junitparser import Failure, JUnitXml, TestCase, TestSuite
from sarif_pydantic import (
    ArtifactLocation,
    Level,
    Location,
    Message,
    PhysicalLocation,
    Region,
    ReportingDescriptor,
    Result,
    Run,
    Sarif,
    Tool,
    ToolDriver,
)

from local.policy_check.analyzer import Violation

Sources = Mapping[str, tuple[str, int]]
"""URN → file, from the project's folder, and line of the declaration."""


def sarif(found: Iterable[Violation], policies: Mapping[str, str], sources: Sources) -> str:
    """SARIF 2.1.0, JSON: one result for each violation, at the line that declares the resource.

    A violation of the whole stack is at `__main__.py`. `policies`: name → description.
    """
    rules = [
        ReportingDescriptor(id=name, short_description=Message(text=description))
        for name, description in policies.items()
    ]
    results = [
        Result(
            rule_id=each.policy,
            level=Level.ERROR if each.level == "mandatory" else Level.WARNING,
            message=Message(text=each.message),
            locations=[_location(*sources.get(each.urn, ("__main__.py", 1)))],
        )
        for each in found
    ]
    driver = ToolDriver(name="tillstack-pci", rules=rules)
    log = Sarif(runs=[Run(tool=Tool(driver=driver), results=results)])
    return str(log.model_dump_json(by_alias=True, exclude_none=True, indent=2))


def _location(file: str, line: int) -> Location:
    return Location(
        physical_location=PhysicalLocation(
            artifact_location=ArtifactLocation(uri=file), region=Region(start_line=line)
        )
    )


def junit(stacks: Mapping[str, Sequence[Violation]], policies: Iterable[str], to: Path) -> None:
    """Write JUnit's XML: a suite for each stack, a test for each policy."""
    report = JUnitXml()
    for stack, found in stacks.items():
        suite = TestSuite(f"policies on {stack}")
        for policy in policies:
            case = TestCase(policy, "policies")
            case.result = [
                Failure(f"{each.urn.rpartition('::')[2] or 'the stack'}: {each.message}")
                for each in found
                if each.policy == policy
            ]
            suite.add_testcase(case)
        report.add_testsuite(suite)
    report.update_statistics()  # type: ignore[no-untyped-call] # the library's own
    report.write(str(to), pretty=True)
