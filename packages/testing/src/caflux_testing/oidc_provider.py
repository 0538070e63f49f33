"""A small OpenID Connect provider over real HTTP: authorisation code with PKCE, RS256, JWKS, userinfo."""

import secrets
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from types import TracebackType
from typing import Annotated, Any, Self
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Header, Request
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

from caflux_testing.http_server import HttpServer

CLIENT_ID = "caflux"
CLIENT_SECRET = "known-to-the-provider"  # noqa: S105 -- of servers that last as long as a test


class OidcProvider:
    """Logs in whoever comes, as who a test says, and checks what a provider has to check.

    Attributes:
        claims: Of who logs in; more are added, and these win over them.
        userinfo: What only its userinfo tells.
        key: It signs with this one.
        known_keys: It says that these are its keys.
        redirect_uris: Where it sends browsers to, and nowhere else.
    """

    def __init__(self, redirect_uri: str) -> None:
        self.claims: dict[str, Any] = {"sub": "1234", "preferred_username": "ada"}
        self.userinfo: dict[str, Any] = {}
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.known_keys = [self.key]
        self.redirect_uris = {redirect_uri}
        self._codes: dict[str, dict[str, str]] = {}
        self._app = FastAPI()
        self._server = HttpServer(self._app)
        self.issuer = self._server.url
        self._serve_documents()
        self._serve_login()

    def start(self) -> None:
        """Listen."""
        self._server.start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def new_key(self, kid: str) -> RSAKey:
        """Give a key that it doesn't know."""
        return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})

    def _serve_documents(self) -> None:
        @self._app.get("/.well-known/openid-configuration")
        async def discovery() -> dict[str, str]:
            pages = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            found = {f"{name}_endpoint": f"{self.issuer}/{page}" for name, page in pages.items()}
            return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **found}

        @self._app.get("/keys")
        async def keys() -> dict[str, Any]:
            return {"keys": [key.as_dict(private=False) for key in self.known_keys]}

        @self._app.get("/userinfo")
        async def userinfo(authorization: Annotated[str, Header()]) -> JSONResponse:
            if not authorization.startswith("Bearer access-"):
                return JSONResponse({"error": "invalid_token"}, 401)
            return JSONResponse({"sub": self.claims["sub"], **self.userinfo})

    def _serve_login(self) -> None:
        @self._app.get("/authorize", response_model=None)
        async def authorize(request: Request) -> RedirectResponse | JSONResponse:
            asked = dict(request.query_params)
            right = asked["response_type"] == "code" and asked["client_id"] == CLIENT_ID
            if not right or asked["redirect_uri"] not in self.redirect_uris or "openid" not in asked["scope"]:
                return JSONResponse({"error": "invalid_request"}, 400)
            code = secrets.token_urlsafe()
            self._codes[code] = asked
            back = urlencode({"code": code, "state": asked["state"]})
            return RedirectResponse(f"{asked['redirect_uri']}?{back}", 302)

        @self._app.post("/token")
        async def token(
            grant_type: Annotated[str, Form()],
            code: Annotated[str, Form()],
            redirect_uri: Annotated[str, Form()],
            code_verifier: Annotated[str, Form()],
            client_id: Annotated[str, Form()],
            client_secret: Annotated[str, Form()],
        ) -> JSONResponse:
            asked = self._codes.pop(code, None)
            if (grant_type, client_id, client_secret) != ("authorization_code", CLIENT_ID, CLIENT_SECRET):
                return JSONResponse({"error": "invalid_client"}, 401)
            challenge = urlsafe_b64encode(sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()
            same = asked is not None and (asked["redirect_uri"], asked["code_challenge"]) == (
                redirect_uri,
                challenge,
            )
            if asked is None or not same or asked["code_challenge_method"] != "S256":
                return JSONResponse({"error": "invalid_grant"}, 400)
            access = f"access-{secrets.token_urlsafe()}"
            return JSONResponse(
                {"access_token": access, "token_type": "Bearer", "id_token": self._id_token(asked["nonce"])}
            )

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonce}
        header = {"alg": "RS256", "kid": self.key.kid}
        return str(jwt.encode(header, {**claims, **self.claims}, self.key))
