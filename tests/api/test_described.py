"""The interface keeps what its own description promises."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from hytti.config.wsgi import application
from tray_offers import make_offers

pytestmark = pytest.mark.django_db
# A well-formed identifier of a record that does not exist is refused, which no schema can tell beforehand.
LEFT_OUT = [positive_data_acceptance]
EXAMPLES = {schemathesis.GenerationMode.POSITIVE: 12, schemathesis.GenerationMode.NEGATIVE: 6}
BOUNDED = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


ADDRESSES = {"/api/v1/openapi.json": 30, "/api/hsds/fi/openapi.json": 10}


@pytest.fixture(params=ADDRESSES)
def described(region, request):
    """The service as a web server runs it, but inside the test's own transaction."""
    if "hsds" in request.param:
        make_offers()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(request.param, application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(EXAMPLES), ids=lambda mode: mode.value)
def test_every_address_answers_as_described(described, mode, request):
    addresses = [found.ok() for found in described.get_all_operations()]
    assert len(addresses) > ADDRESSES[request.node.callspec.params["described"]]
    for address in addresses:
        if mode is schemathesis.GenerationMode.NEGATIVE and not (address.query or address.path_parameters):
            continue

        @settings(BOUNDED, max_examples=EXAMPLES[mode])
        @given(case=address.as_strategy(generation_mode=mode))
        def answers_as_described(case):
            case.call_and_validate(excluded_checks=LEFT_OUT, headers={"Accept-Encoding": "identity"})

        answers_as_described()


def test_the_description_is_openapi_3_1_with_licence(described):
    assert described.raw_schema["openapi"] == "3.1.0"
    assert described.raw_schema["info"]["license"]["identifier"] == "CC-BY-4.0"
