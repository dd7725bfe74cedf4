"""What a patch's texts become."""

from local.emulator.mends.patches import typed


def test_only_what_is_no_text_is_read() -> None:
    """A number and a truth value are read; a name that looks like one stays."""
    values = {
        "apiKeyRequired": "true",
        "validateRequestBody": "false",
        "minimumCompressionSize": "10",
        "name": "10",
        "requestParameters": {"method.request.header.A": "true", "integration.b": "'true'"},
        "timeoutInMillis": 50,
    }
    assert typed(values) == {
        "requestParameters": {"method.request.header.A": True, "integration.b": "'true'"},
        "apiKeyRequired": True,
        "validateRequestBody": False,
        "minimumCompressionSize": 10,
    }
