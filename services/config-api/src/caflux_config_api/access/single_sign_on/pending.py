"""A login that was begun: what the browser keeps meanwhile, in a cookie."""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Self

from caflux_contracts.pvs import Model
from caflux_service.problems import BadRequest
from pydantic import ValidationError

COOKIE = "caflux_oidc"
LASTS_S = 600


class Pending(Model):
    """What only the browser that began the login has, and what must come back.

    Nothing of it is secret from its owner, and whoever could put another one into a browser could log that
    browser in as themselves anyway; so it needs no signature, and config-api keeps nothing.
    """

    state: str
    nonce: str
    verifier: str
    then: str

    @classmethod
    def begun(cls, then: str) -> Self:
        """Give a new one, after which the browser goes to the dashboard's page `then`."""
        return cls(
            state=secrets.token_urlsafe(32),
            nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48),
            then=local_page(then),
        )

    def cookie(self) -> str:
        """Give it as the cookie's value."""
        return urlsafe_b64encode(self.model_dump_json().encode()).decode("ascii")

    @classmethod
    def of(cls, cookie: str | None, state: str) -> Self:
        """Give the one that a browser brings back.

        Raises:
            BadRequest: it brings none, or another one than the provider's answer is to.
        """
        again = "the login was begun in another browser, or more than ten minutes ago; begin it again"
        try:
            found = cls.model_validate_json(urlsafe_b64decode(cookie or ""))
        except (ValueError, ValidationError) as error:
            raise BadRequest(again) from error
        if not hmac.compare_digest(found.state.encode(), state.encode("utf-8", "surrogatepass")):
            raise BadRequest(again)
        return found.model_copy(update={"then": local_page(found.then)})


def local_page(then: str) -> str:
    """Give a page of the dashboard: `then`, or the first one where it leads elsewhere."""
    leads_away = not then.startswith("/") or then.startswith(("//", "/\\")) or not then.isprintable()
    return "/" if leads_away else then
