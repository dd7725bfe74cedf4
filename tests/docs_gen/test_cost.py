"""The page about costs is what the stacks, the kept count and the dated prices say."""

from docs_gen.cost import cost, still
from docs_gen.environments import ROOT, STACKS
from tests.till.cost.stacks import KEY
from tests.till.cost.test_fleet import resources
from till.cost.counted import counted
from till.cost.prices import prices


def cells(beginning: str) -> list[str]:
    """The cells of the one row that begins so."""
    (row,) = [line for line in cost().splitlines() if line.startswith(f"| {beginning}")]
    return [each.strip() for each in row.split("|")][1:-1]


def test_the_page_is_what_the_stacks_cost_today() -> None:
    """`docs/cost.md` is generated; run `make docs` after a change of a stack."""
    assert (ROOT / "docs" / "cost.md").read_text() == cost()


def test_a_network_of_its_own_is_what_makes_a_stack_dear() -> None:
    """Only prod has one, and its row is empty elsewhere."""
    row = cells("interface endpoints")[2 : 2 + len(STACKS)]
    assert row[:3] == ["-"] * 3
    assert row[3].endswith("(14)")


def test_an_audit_trail_is_paid_with_each_payment() -> None:
    """Only prod writes one."""
    row = cells("CloudTrail: data events")[3 : 3 + len(STACKS)]
    assert row == ["-", "-", "-", f"{counted().calls('dynamodb') + 4:.2f}"]


def test_a_fleet_stands_in_the_table_of_a_stack_that_has_one() -> None:
    """By its hours, with the price and where it is from; elsewhere the cell is empty."""
    stacks = {"plain": [KEY], "fleeted": resources(), "strange": resources(instanceType="x9g.xl")}
    rows = [*still(prices(), stacks)]
    (hours,) = [row for row in rows if row.startswith("| EC2: hours of t4g.small |")]
    assert hours.startswith("| EC2: hours of t4g.small | 0.0168 for 1 | - | 24.53 (1,460) | - |")
    assert "Amazon EC2 On-Demand pricing: Linux" in hours
    assert rows[-1].startswith("strange: Not priced: 1,460 hours of x9g.xl, ")


def test_what_a_fleet_adds_is_told_with_its_key() -> None:
    """No stack of ours has one, so the page says it beside the table."""
    told = cost().partition("### With a fleet")[2].partition("These instance types")[0]
    for row in (
        "| EC2: hours of t4g.small | 730 | 12.26 | Amazon EC2 On-Demand pricing: Linux",
        "| CloudWatch: metrics of instances | 7 | 2.10 | Amazon CloudWatch pricing: detailed",
        "| KMS: customer keys | 1 | 1.00 | AWS Key Management Service pricing: key storage",
        "| EBS: GB of gp3 disks | 8 | 0.64 | Amazon EBS pricing: General Purpose SSD (gp3)",
        "| **together** |  | **16.10** |",
    ):
        assert row in told
    assert cells("`t4g.small`")[1:] == ["0.0168", "12.26"]


def test_the_three_largest_parts_are_named_for_each_stack() -> None:
    """As the rows have them: a setting of one stack may change which they are."""
    table = cost().partition("| **together** |")[0].splitlines()
    rows = [line.strip("| ").split(" | ") for line in table if line.startswith("|")][2:]
    for place, stack in enumerate(STACKS, 3):
        paid = [(float(row[place]), row[0]) for row in rows if row[place] != "-"]
        names = [name.replace(": ", "'s ", 1) for _, name in sorted(paid)[-3:]]
        assert f"- {stack}: {', '.join(reversed(names))}\n" in cost()


def test_units_of_writing_add_up() -> None:
    """By function, by table and index, and all together."""
    rows = [list(map(int, cells(f"`{each}`")[1:])) for each in counted().functions]
    assert all(sum(row[:-1]) == row[-1] for row in rows)
    assert sum(row[-1] for row in rows) == sum(units for _, _, units in counted().writes())


def test_what_is_assumed_stands_on_the_page() -> None:
    """Each with its reason."""
    for each in prices().assumption:
        assert cells(f"`{each.name}`")[2] == each.why
