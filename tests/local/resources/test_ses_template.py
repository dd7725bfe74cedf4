"""Mail templates in the emulator."""

import pulumi_aws as aws
import pytest

from local.emulator.emulator import Emulator
from tests.local.resources._life import Life

pytestmark = pytest.mark.emulator


def test_a_template_from_beginning_to_end(emulator: Emulator) -> None:
    """A template's words change in place."""
    ses = emulator.client("sesv2")
    life = Life(
        emulator,
        aws.ses.Template,
        {"name": "life", "subject": "Hello {{name}}", "text": "{{name}}", "html": "<p>{{name}}"},
    )
    life.becomes(subject="Good morning {{name}}")
    life.becomes(html=None)
    by_hand = {"Subject": "by hand", "Text": "{{name}}"}
    life.drifts(
        lambda: ses.update_email_template(TemplateName="life", TemplateContent=by_hand), "subject"
    )
    life.ends()
