"""The built dashboard's files, and its start page for every address that the browser makes up itself."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

# Vite puts a hash of the contents into the names of what is below assets/.
_HASHED = "assets/"
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"

_SAFETY = {
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Dashboard(StaticFiles):
    """Serves the folder; a page that is no file is the application's own, so it gets the start page."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Give the file, or the start page to a browser that navigates."""
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or not _navigates(scope):
                raise
            path = "index.html"
            response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = _FOR_EVER if path.startswith(_HASHED) else _ASK_AGAIN
        response.headers.update(_SAFETY)
        return response


def _navigates(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")
