"""The schemas are what programs may rely on."""

from jsonschema import Draft202012Validator

from till.schemas import DOCUMENTS, schemas


def test_each_schema_is_one_and_lets_nothing_unknown_through() -> None:
    """But for a row, which is shown as it is stored."""
    for name, schema in schemas().items():
        Draft202012Validator.check_schema(schema)
        assert schema.get("additionalProperties", False) is (name == "get"), name
        assert not Draft202012Validator(schema).is_valid({})
    assert set(schemas()) == set(DOCUMENTS)
