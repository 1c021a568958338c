"""The description of the interface is complete: requests made from it are all answered as it says."""

from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from fieldservice.server.erp.routes import router
from tests.server.erp.conftest import Centre, Other

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
EXAMPLES = 120


def described(centre: Centre) -> dict[str, Any]:
    app = FastAPI()
    app.include_router(router(centre))
    return app.openapi()


def test_every_address_says_what_it_takes_gives_and_refuses(centre: Centre) -> None:
    page = described(centre)

    for path, methods in page["paths"].items():
        for method, operation in methods.items():
            told = f"{method} {path}"
            assert operation["security"], told
            assert {"401", "403", "422"} <= operation["responses"].keys(), told
            assert operation["summary"], told
            refused = operation["responses"]["422"]["content"]
            assert list(refused) == ["application/problem+json"], told


@pytest.mark.covers("P01", "P02", "P03")
def test_whatever_is_made_from_the_description_is_answered_as_described(erp: Other, centre: Centre) -> None:
    schema = schemathesis.openapi.from_dict(described(centre))
    schema.config.update(base_url=erp.address)
    operations: list[Any] = list(schema.get_all_operations())
    cases = st.one_of(*(each.ok().as_strategy() for each in operations))

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    @given(cases)
    def ask(case: Any) -> None:
        sent = {"Authorization": f"Bearer {erp.token}"}
        answer = case.call(headers=sent)
        case.validate_response(answer, checks=CHECKS, headers=sent)
        assert "Traceback" not in answer.text

    ask()
