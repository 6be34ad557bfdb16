"""Doors of the server that are not open: without a route of their own they would answer with the dashboard's page."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

_METHODS = ("GET", "POST", "DELETE")


def closed(path: str, variable: str) -> Route:
    """A route that answers 404 and says which variable of the environment opens it."""

    def refuse(_request: Request) -> Response:
        said = f"{path} is not open on this server; {variable}=yes in its environment opens it.\n"
        return PlainTextResponse(said, 404, headers={"Cache-Control": "no-store"})

    return Route(path, refuse, methods=_METHODS)
