"""Dashboards, in the emulator."""

import json

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator


def body(text: str) -> str:
    """One widget that says a text."""
    widget = {"type": "text", "width": 3, "height": 1, "properties": {"markdown": text}}
    return json.dumps({"widgets": [widget]})


def test_a_dashboard_from_beginning_to_end(emulator: Emulator) -> None:
    """Its body changes in place and is told, whatever signs are in it."""
    cloudwatch = emulator.client("cloudwatch")
    inputs = {"dashboardName": "life-dashboard", "dashboardBody": body("# One <b>& only</b>")}
    life = Life(emulator, aws.cloudwatch.Dashboard, inputs)
    life.becomes(dashboardBody=body("# Two"))
    by_hand = {"DashboardName": "life-dashboard", "DashboardBody": body("# Three")}
    life.drifts(lambda: cloudwatch.put_dashboard(**by_hand), "dashboardBody")
    life.ends()
