"""Each operator makes the changes that it says, and no others."""

import ast

import pytest

from mutation.mutant import Mutant, mutants_of, mutated
from mutation.operators import OPERATORS
from mutation.scope import TILLSTACK, Scope


def changes(operator: str, line: str) -> set[str]:
    """What one operator makes of one line, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(line)):
        found |= {ast.unparse(ast.fix_missing_locations(new)) for new in OPERATORS[operator](node)}
    return found


@pytest.mark.parametrize(
    ("operator", "line", "expected"),
    [
        ("comparison", "a < b", {"a >= b"}),
        ("comparison", "a == b", {"a != b"}),
        ("comparison", "a is None", {"a is not None"}),
        ("comparison", "a in b", {"a not in b"}),
        ("comparison", "0 <= a < b", {"0 > a < b", "0 <= a >= b"}),
        ("boundary", "a < b", {"a <= b"}),
        ("boundary", "a >= b", {"a > b"}),
        ("boundary", "a == b", set()),
        ("boundary", "a + 5", {"6", "4"}),
        ("constant", "f(True, None)", {"False"}),
        ("constant", "a = 'queued'", {"'other'"}),
        ("constant", "a = 'A sentence for people.'", set()),
        ("logic", "a and b", {"a or b", "a", "b"}),
        ("logic", "a or b or c", {"a and b and c", "b or c", "a or c", "a or b"}),
        ("logic", "not a", {"a"}),
        ("logic", "x if a else y", {"x if not a else y"}),
        ("logic", "x if a < b else y", set()),
        ("logic", "[x for x in y if x]", {" for x in y"}),
        ("arithmetic", "a + b", {"a - b"}),
        ("arithmetic", "a -= b", {"a += b"}),
        ("arithmetic", "a * b", {"a // b"}),
        ("arithmetic", "a + 'text'", set()),
        ("dropped argument", "f(a, b=1, c=2, **d)", {"f(a, c=2, **d)", "f(a, b=1, **d)"}),
        ("dropped argument", "dataclass(frozen=True, slots=True)", {"dataclass(slots=True)"}),
        ("swapped return", "x if a else y", {"y if a else x"}),
        ("removed call", "f(a)", {"pass"}),
        ("removed call", "a = f(a)", set()),
    ],
)
def test_an_operator_makes_its_changes(operator: str, line: str, expected: set[str]) -> None:
    """Where it finds something, and nothing elsewhere."""
    assert changes(operator, line) == expected


def test_a_return_becomes_none_or_is_swapped() -> None:
    """A pair both ways round; what returns nothing stays."""
    text = "def f():\n    return a, b\n"
    assert changes("swapped return", text) == {"return None", "return (b, a)"}
    assert changes("swapped return", "def f():\n    return None\n") == set()


TEXT = '''"""A docstring."""
from typing import TYPE_CHECKING, Annotated, TypeVar

if TYPE_CHECKING:
    from elsewhere import limit

T = TypeVar("T")


class Order:
    """With a docstring."""

    due: Annotated[int, Field(ge=1)] = 7

    def late(self, now: int) -> "str | None":
        return f"order:{now}" if self.check(now) else None

    def fail(self) -> None:
        raise ValueError(f"The order of {self.due} is late.")
'''


def of_text(scope: Scope) -> list[Mutant]:
    """The mutants of that text as a file."""
    (scope.root / "order.py").write_text(TEXT)
    return mutants_of(scope.root, "order.py")


def test_texts_for_people_and_types_are_left_alone(scope: Scope) -> None:
    """Nothing is made of docstrings, sentences, annotations and what only a type checker runs."""
    assert [(one.function, one.at_import, one.operator, one.new) for one in of_text(scope)] == [
        ("Order", True, "dropped argument", "due: Annotated[int, Field()] = 7"),
        ("Order", True, "boundary", "due: Annotated[int, Field(ge=2)] = 7"),
        ("Order", True, "boundary", "due: Annotated[int, Field(ge=0)] = 7"),
        ("Order", True, "boundary", "…Annotated[int, Field(ge=1)] = 8"),
        ("Order", True, "boundary", "…Annotated[int, Field(ge=1)] = 6"),
        ("Order.late", False, "swapped return", "return None"),
        ("Order.late", False, "logic", "return f'order:{now}' if not self.check(now) else None"),
        (
            "Order.late",
            False,
            "swapped return",
            "return None if self.check(now) else f'order:{now}'",
        ),
        ("Order.late", False, "constant", "return f'other{now}' if self.check(now) else…"),
    ]


def test_a_mutant_is_the_file_with_one_change(scope: Scope) -> None:
    """Each differs from the file and from every other, and can be compiled."""
    original = ast.unparse(ast.parse(TEXT))
    texts = [ast.unparse(mutated(scope.root, one)) for one in of_text(scope)]
    assert len({*texts, original}) == len(texts) + 1


def test_every_mutant_of_the_domain_can_be_compiled() -> None:
    """A change that Python refuses would be noticed for nothing."""
    for source in TILLSTACK.sources:
        for file in sorted((TILLSTACK.root / source).glob("*.py")):
            path = file.relative_to(TILLSTACK.root).as_posix()
            for mutant in mutants_of(TILLSTACK.root, path)[::25]:
                compile(mutated(TILLSTACK.root, mutant), path, "exec")


def test_there_are_a_thousand_of_all_kinds() -> None:
    """The domain and the use cases have enough for the share to mean something."""
    mutants = TILLSTACK.mutants()
    assert len(mutants) >= 1_000
    assert {one.operator for one in mutants} == set(OPERATORS)
