"""Alarms are read as the program declares them."""

import pulumi_aws as aws

from local.alarms.declared import Alarm, Composite, alarms
from local.alarms.series import key
from tests.fakes.recorder import program, record


def test_every_alarm_of_the_program_is_read() -> None:
    """None is left out, and each has a name of its own."""
    found = alarms(program().resources)
    declared = len(program().of(aws.cloudwatch.MetricAlarm))
    assert sum(isinstance(each, Alarm) for each in found) == declared
    assert len({each.name for each in found}) == len(found)


def test_terms_and_measure_are_those_that_it_says() -> None:
    """Of the alarm on the sweeper's silence."""
    wanted = "tillstack-local-sweeper-silent"
    (silent,) = [each for each in alarms(program().resources) if each.name == wanted]
    assert isinstance(silent, Alarm)
    (measure,) = silent.measures.values()
    assert measure.statistic == "Sum"
    sweeper = {"FunctionName": "tillstack-local-sweep-payments"}
    assert measure.metric == key("AWS/Lambda", "Invocations", sweeper)
    assert (silent.terms.periods, silent.terms.datapoints, silent.terms.period) == (5, 5, 60)
    assert silent.terms.missing == "breaching"
    assert silent.rings


def test_a_composite_alarm_comes_last() -> None:
    """It is about the others' states of the same minute."""

    def declare() -> None:
        aws.cloudwatch.CompositeAlarm("two", alarm_name="two", alarm_rule="ALARM(one)")
        aws.cloudwatch.MetricAlarm(
            "one",
            name="one",
            comparison_operator="GreaterThanThreshold",
            evaluation_periods=1,
            metric_name="Up",
            namespace="Made",
            period=60,
            statistic="Sum",
            threshold=1,
        )

    one, two = alarms(record(declare).resources)
    assert isinstance(one, Alarm)
    assert two == Composite("two", "", "ALARM(one)", rings=False)
