"""The centre as a web application: routes, what surrounds them, and what happens at the start and the end."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from fieldservice.config import VERSION
from fieldservice.domain.rules.errors import TellableError
from fieldservice.server.centre import Centre
from fieldservice.server.erp.routes import router as erp_router
from fieldservice.server.measures import Measures
from fieldservice.server.middleware import Surroundings
from fieldservice.server.openapi import describe
from fieldservice.server.problems import malformed, problem_of, problem_response
from fieldservice.server.routes_exchange import exchange_routes
from fieldservice.server.routes_state import description_routes, state_routes
from fieldservice.server.serving import Line
from fieldservice.server.waiting import Waiting
from fieldservice.sync.wire import Problem

_CODES = {404: "exchange.unknown_address", 405: "exchange.wrong_method"}


@dataclass(frozen=True, slots=True)
class Application:
    """The application and how it is told that the process ends, before its connections are waited for."""

    app: FastAPI
    stop: Callable[[], None]


def make_application(centre: Centre) -> Application:
    line, measures = Line(centre), Measures()
    waiting = Waiting(centre.database.writer, line.threads)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        waiting.start()
        yield
        waiting.stop()
        line.close()
        centre.database.close()

    app = FastAPI(
        title="fieldservice",
        version=VERSION,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.include_router(exchange_routes(line, waiting))
    app.include_router(state_routes(line, waiting, measures))
    app.include_router(erp_router(centre))
    describe(app)
    if centre.settings.open_api:
        app.include_router(description_routes(app))
    _tell_refusals(app)
    app.add_middleware(Surroundings, measures=measures)
    return Application(app, waiting.stop)


def _tell_refusals(app: FastAPI) -> None:
    @app.exception_handler(TellableError)
    async def refused(request: Request, error: TellableError) -> Response:
        return problem_response(problem_of(error), _request_id(request))

    @app.exception_handler(RequestValidationError)
    async def unfit(request: Request, _error: RequestValidationError) -> Response:
        return problem_response(problem_of(malformed("parameter")), _request_id(request))

    @app.exception_handler(ClientDisconnect)
    async def gone(request: Request, _error: ClientDisconnect) -> Response:
        return problem_response(problem_of(malformed("body")), _request_id(request))

    @app.exception_handler(TimeoutError)
    async def stalled(request: Request, _error: TimeoutError) -> Response:
        return problem_response(problem_of(malformed("stalled")), _request_id(request))

    @app.exception_handler(HTTPException)
    async def elsewhere(request: Request, error: HTTPException) -> Response:
        code = _CODES.get(error.status_code, "exchange.malformed")
        return problem_response(Problem(error.status_code, code), _request_id(request), error.headers)


def _request_id(request: Request) -> str:
    return str(getattr(request.state, "request_id", ""))
