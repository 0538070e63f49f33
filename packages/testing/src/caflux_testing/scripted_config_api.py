"""A server that answers as config-api what a test says: lists, nonsense, nothing."""

from fastapi import FastAPI, Request, Response

from caflux_testing.http_server import HttpServer


class ScriptedConfigApi(HttpServer):
    """Answers every request with `answer`, and keeps what it was asked.

    Attributes:
        asked: Method, path, query and body of every request.
        headers: Of every request.
        answer: What it answers; at first 204.
    """

    def __init__(self) -> None:
        app = FastAPI()
        app.add_route("/{path:path}", self._take, methods=["GET", "PUT", "POST"])
        super().__init__(app)
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.headers: list[dict[str, str]] = []
        self.answer = Response(status_code=204)

    async def _take(self, request: Request) -> Response:
        query = dict(request.query_params)
        self.asked.append((request.method, request.url.path, query, await request.body()))
        self.headers.append(dict(request.headers))
        return self.answer


def json_answer(text: str | bytes, status: int = 200) -> Response:
    """Give a JSON answer."""
    return Response(text, status, media_type="application/json")
