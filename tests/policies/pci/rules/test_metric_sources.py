"""Who sends a metric."""

from typing import Any, Final

import pytest

from local.policy_check.analyzer import Declared
from policies.pci.framework.alarm_metrics import NAMESPACES
from policies.pci.framework.tokens import FUNCTION, LOG_METRIC_FILTER, METRIC_ALARM, SECRET
from policies.pci.rules._metric_sources import NAMED
from policies.pci.rules.alarm_trials import ALARM_CAN_RING
from policy_proof.resources import UNKNOWN, resource
from tests.policies.case import said
from tests.policies.pci.framework.test_alarm_reading import SIMPLE

HERE: Final = {
    dimension: resource(kinds[0], {key: f"my-{dimension}"}, dimension)
    for dimension, (kinds, key) in NAMED.items()
}
SERVICES: Final = [
    (namespace, metric, " ".join(sorted(dimensions)))
    for namespace, known in NAMESPACES.items()
    for dimensions in known.dimensions
    for metric in list(known.metrics)[:2]
]
FUNC: Final = resource(
    FUNCTION,
    {
        "name": "my-FunctionName",
        "environment": {
            "variables": {
                "POWERTOOLS_METRICS_NAMESPACE": "Shop",
                "POWERTOOLS_SERVICE_NAME": "my-service",
            }
        },
    },
    "shop",
)


def alarm(
    namespace: str, metric: str, dimensions: dict[str, Any] | None = None, **more: Any
) -> Declared:
    """An alarm that would ring, were the metric sent."""
    inputs = {
        **SIMPLE,
        "namespace": namespace,
        "metricName": metric,
        "dimensions": dimensions or {},
        "statistic": "Maximum",
        "threshold": 0.5,
        "evaluationPeriods": 1,
        "period": 300,
        **more,
    }
    return resource(METRIC_ALARM, inputs, "alarm")


def says(one: Declared, *others: Declared, **config: Any) -> list[str]:
    """The places that are wrong with it."""
    return [each[2].partition(":")[0] for each in said(ALARM_CAN_RING, one, *others, config=config)]


@pytest.mark.parametrize(("namespace", "metric", "dimensions"), SERVICES)
def test_what_a_service_sends_of_this_stack_is_sent(
    namespace: str, metric: str, dimensions: str
) -> None:
    """Each documented set of dimensions; with a wrong name, or one dimension more, nobody does."""
    named = {each: f"my-{each}" for each in dimensions.split()}
    assert says(alarm(namespace, metric, named), *HERE.values()) == []
    assert says(alarm(namespace, f"{metric}s", named), *HERE.values()) == ["metricName"]
    wrong = says(alarm(namespace, metric, {**named, "Name": "x"}), *HERE.values())
    assert wrong == ([] if NAMESPACES[namespace].free else ["dimensions"])
    deaf = alarm(namespace, metric, named, unit="Terabits/Second")
    assert says(deaf, *HERE.values()) == ["unit"]


@pytest.mark.parametrize("dimension", [each for each in NAMED if each != "secret"])
def test_a_dimension_names_a_resource_of_ours(dimension: str) -> None:
    """By its name, by an edge, or by what is listed; a misspelt one is nobody's."""
    namespace, metric, dimensions = next(each for each in SERVICES if dimension in each[2].split())
    named = {each: f"my-{each}" for each in dimensions.split()}
    for other in ("misspelt", UNKNOWN):
        one = alarm(namespace, metric, {**named, dimension: other})
        assert says(one, *HERE.values()) == [f"dimensions.{dimension}"]
    elsewhere = alarm(namespace, metric, {**named, dimension: "theirs"})
    assert says(elsewhere, *HERE.values(), external=["theirs"]) == []
    by_edge = resource(
        METRIC_ALARM,
        {**SIMPLE, "namespace": namespace, "metricName": metric, "statistic": "Maximum",
         "threshold": 0.5, "evaluationPeriods": 1, "dimensions": {**named, dimension: UNKNOWN}},
        "alarm",
        made_of={"dimensions": [HERE[dimension]]},
    )  # fmt: skip
    assert says(by_edge, *HERE.values()) == []


def test_a_service_that_no_rule_knows_is_listed_first() -> None:
    """Like a type that no rule knows."""
    assert says(alarm("AWS/Braket", "Latency")) == ["namespace"]
    assert says(alarm("AWS/Braket", "Latency"), namespaces=["AWS/Braket"]) == []


def test_a_function_sends_to_its_own_namespace() -> None:
    """Under its own service's name; one that can't be seen yet may send anything."""
    service = {"service": "my-service"}
    assert says(alarm("Shop", "Sold", service), FUNC) == []
    assert says(alarm("Shop", "Sold", service)) == ["namespace"]
    assert says(alarm("Shops", "Sold", service), FUNC) == ["namespace"]
    assert says(alarm("Shop", "Sold", {"service": "other"}), FUNC) == ["dimensions.service"]
    hidden = resource(FUNCTION, {"name": "f", "environment": UNKNOWN}, "f")
    assert says(alarm("Shop", "Sold", service), hidden) == []


def test_what_functions_count_is_listed() -> None:
    """A count that they do not send is nobody's, where their metrics are listed."""
    own = {"Shop": {"counts": ["Sold"], "levels": ["Age"]}}
    service = {"service": "my-service"}
    assert says(alarm("Shop", "Sold", service), FUNC, own=own) == []
    assert says(alarm("Shop", "Age", service), FUNC, own=own) == []
    assert says(alarm("Shop", "Bought", service), FUNC, own=own) == ["metricName"]


def test_a_function_sends_by_its_service() -> None:
    """What it counts by nothing else; what has a level by what has it; neither by nothing."""
    own = {"Shop": {"counts": ["Sold"], "levels": ["Age"]}}
    assert says(alarm("Shop", "Sold"), FUNC, own=own) == ["dimensions"]
    assert says(alarm("Shop", "Sold", {"colour": "red"}), FUNC, own=own) == ["dimensions"]
    assert says(alarm("Shop", "Age", {"colour": "red"}), FUNC, own=own) == []
    assert says(alarm("Shop", "Age"), FUNC, own=own) == ["dimensions"]
    plain = {"variables": {"POWERTOOLS_METRICS_NAMESPACE": "Shop"}}
    nameless = resource(FUNCTION, {"name": "f", "environment": plain}, "f")
    assert says(alarm("Shop", "Sold"), nameless, own=own) == []


def test_a_secret_is_one_of_ours() -> None:
    """The age of another one is told to nobody."""
    ours = resource(SECRET, {"name": "psp"}, "psp")
    assert says(alarm("Shop", "Age", {"secret": "psp"}), FUNC, ours) == []
    assert says(alarm("Shop", "Age", {"secret": "pst"}), FUNC, ours) == ["dimensions.secret"]


def test_a_filter_sends_what_it_says() -> None:
    """Its own name, namespace and dimensions; a field of the line can be any number."""
    metric = {"name": "Refused", "namespace": "Security", "value": "1"}
    one = resource(LOG_METRIC_FILTER, {"metricTransformation": metric}, "filter")
    assert says(alarm("Security", "Refused"), one) == []
    assert says(alarm("Security", "Refuse"), one) == ["namespace"]
    assert says(alarm("Security", "Refused", {"user": "x"}), one) == ["dimensions"]
    assert says(alarm("Security", "Refused", threshold=2), one) == ["threshold"]
    by_field = {**metric, "value": "$.size", "dimensions": {"user": "$.user"}}
    free = resource(LOG_METRIC_FILTER, {"metricTransformation": by_field}, "filter")
    assert says(alarm("Security", "Refused", {"user": "x"}, threshold=2), free) == []


@pytest.mark.parametrize(
    ("metric", "bound", "here"),
    [
        ("Duration", 7000, {"timeout": 7}),
        ("ConcurrentExecutions", 5, {"reservedConcurrentExecutions": 5}),
    ],
)
def test_a_function_bounds_its_own_metrics(metric: str, bound: int, here: dict[str, Any]) -> None:
    """It is stopped at its timeout, and runs so often at once: beyond, nothing is measured."""
    func = resource(FUNCTION, {"name": "f", **here}, "f")
    for threshold, wrong in ((bound, ["threshold"]), (bound - 1, [])):
        one = alarm("AWS/Lambda", metric, {"FunctionName": "f"}, threshold=threshold)
        assert says(one, func) == wrong
