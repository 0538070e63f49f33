"""What is asked of an OpenID Connect provider, and what of its answers is believed."""

from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from caflux_service.problems import BadRequest, Unavailable
from caflux_service.reasons import reason
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from caflux_config_api.access.single_sign_on.pending import Pending
from caflux_config_api.access.single_sign_on.settings import LOOPBACK, OidcSettings, is_safe
from caflux_config_api.clock import Clock

TIMEOUT_S = 10.0
LEEWAY_S = 60
"""How far the provider's clock may be off."""
MOST_BYTES = 1_000_000
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures with a key that only the provider has: not `none`, and none with a shared secret."""
_DISCOVERY = "/.well-known/openid-configuration"


class Provider:
    """An OpenID Connect provider, found by its issuer's address at the first login.

    Args:
        settings: Its address, and how it knows CAFlux.
        redirect_uri: Where it sends browsers back to.
        clock: Gives the time, by which its tokens are judged.
    """

    def __init__(self, settings: OidcSettings, redirect_uri: str, clock: Clock) -> None:
        self._settings = settings
        self._issuer = settings.oidc_issuer or ""
        self._redirect_uri = redirect_uri
        self._clock = clock
        self._found: dict[str, Any] | None = None
        self._keys: KeySet | None = None
        self._http = httpx.AsyncClient(
            timeout=TIMEOUT_S, trust_env=urlsplit(self._issuer).hostname not in LOOPBACK
        )

    async def aclose(self) -> None:
        """Give connections back."""
        await self._http.aclose()

    async def address(self, pending: Pending) -> str:
        """Give where the browser is to go to log in.

        Raises:
            Unavailable: the provider can't be asked.
        """
        endpoint = await self._endpoint("authorization_endpoint")
        return str(
            prepare_grant_uri(
                endpoint,
                self._settings.oidc_client_id,
                "code",
                self._redirect_uri,
                self._settings.oidc_scopes,
                pending.state,
                nonce=pending.nonce,
                code_challenge=create_s256_code_challenge(pending.verifier),
                code_challenge_method="S256",
            )
        )

    async def claims(self, code: str, pending: Pending) -> dict[str, Any]:
        """Give what the provider says of who logged in, with what its userinfo adds.

        Raises:
            BadRequest: it refuses the code, or what it says can't be believed.
            Unavailable: it can't be asked.
        """
        tokens = await self._tokens(code, pending)
        claims = await self._believed(str(tokens.get("id_token", "")), str(tokens["access_token"]), pending)
        return {**await self._userinfo(str(tokens["access_token"]), claims["sub"]), **claims}

    async def _tokens(self, code: str, pending: Pending) -> dict[str, Any]:
        secret = self._settings.oidc_client_secret
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": pending.verifier,
            "client_id": self._settings.oidc_client_id,
        }
        if secret is not None:
            form["client_secret"] = secret.get_secret_value()
        answer = await self._ask("POST", await self._endpoint("token_endpoint"), data=form)
        tokens = _object(answer)
        if answer.is_error or "access_token" not in tokens:
            said = str(tokens.get("error", answer.status_code))[:100]
            raise BadRequest(f"the provider does not take the login's code ({said}); log in again")
        return tokens

    async def _believed(self, id_token: str, access_token: str, pending: Pending) -> dict[str, Any]:
        try:
            token = jwt.decode(id_token, await self._key_set(), ALGORITHMS)
        except (JoseError, ValueError):
            # It may have changed its keys since they were fetched.
            token = await self._decoded_with_new_keys(id_token)
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "values": [self._issuer]},
                "aud": {"essential": True, "value": self._settings.oidc_client_id},
            },
            params={
                "nonce": pending.nonce,
                "client_id": self._settings.oidc_client_id,
                "access_token": access_token,
            },
        )
        try:
            claims.validate(now=int(self._clock().timestamp()), leeway=LEEWAY_S)
        except JoseError as error:
            raise BadRequest(f"what the provider says of the login can't be believed: {error}") from error
        return dict(token.claims)

    async def _decoded_with_new_keys(self, id_token: str) -> jwt.Token:
        self._keys = None
        try:
            return jwt.decode(id_token, await self._key_set(), ALGORITHMS)
        except (JoseError, ValueError) as error:
            raise BadRequest(f"the provider's token is not signed with a key of it: {error}") from error

    async def _userinfo(self, access_token: str, subject: str) -> dict[str, Any]:
        endpoint = (await self._document()).get("userinfo_endpoint")
        if not isinstance(endpoint, str) or not is_safe(endpoint):
            return {}
        answer = await self._ask("GET", endpoint, headers={"Authorization": f"Bearer {access_token}"})
        told = _object(answer)
        return told if told.get("sub") == subject else {}

    async def _endpoint(self, name: str) -> str:
        endpoint = (await self._document()).get(name)
        if not isinstance(endpoint, str) or not is_safe(endpoint):
            raise Unavailable(f"{self._issuer}{_DISCOVERY} names no {name} that begins with https://")
        return endpoint

    async def _document(self) -> dict[str, Any]:
        if self._found is None:
            found = _object(await self._ask("GET", f"{self._issuer.rstrip('/')}{_DISCOVERY}"))
            if found.get("issuer") != self._issuer:
                said = str(found.get("issuer", "nothing"))[:200]
                raise Unavailable(
                    f"CAFLUX_OIDC_ISSUER is {self._issuer}, but what is there calls itself {said}"
                )
            self._found = found
        return self._found

    async def _key_set(self) -> KeySet:
        if self._keys is None:
            answer = await self._ask("GET", await self._endpoint("jwks_uri"))
            try:
                self._keys = KeySet.import_key_set(_object(answer))  # type: ignore[arg-type]
            except (JoseError, KeyError, ValueError) as error:
                raise Unavailable(f"the keys of {self._issuer} can't be read: {error}") from error
        return self._keys

    async def _ask(self, method: str, url: str, **request: Any) -> httpx.Response:
        try:
            return await self._http.request(method, url, **request)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unavailable(
                f"the provider of single sign-on, {self._issuer}, can't be asked: {reason(error)}; "
                "users with a password can log in with it"
            ) from error


def _object(answer: httpx.Response) -> dict[str, Any]:
    """Give an answer's JSON object; an empty one where it is none."""
    try:
        found = answer.json() if len(answer.content) <= MOST_BYTES else None
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {}
