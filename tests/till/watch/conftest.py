"""The same as for payments."""

from tests.till.payments.conftest import _services, _types

__all__ = ["_services", "_types"]
