"""Hand mail to an SMTP server, and say what it said.

```
NotSent
├─ Later     it may be taken another time: the server is away, slow, or says 4xx; or the login is wrong
└─ Refused   it will never be taken as it is: every recipient, or the mail itself, was refused with 5xx
```
"""

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import aiosmtplib
from caflux_service.reasons import reason

from caflux_supervisor.settings import SupervisorSettings

_PATIENCE_S = 20.0
_IN_ALL_S = 120.0
_GOODBYE_S = 2.0
_PERMANENT = 500


class NotSent(Exception):
    """The mail is in nobody's hands but ours; the message says why."""


class Later(NotSent):
    """It may be taken another time."""


class Refused(NotSent):
    """It will never be taken as it is.

    Attributes:
        recipients: What was said of each.
    """

    def __init__(self, message: str, recipients: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.recipients = recipients or {}


@dataclass(frozen=True, slots=True)
class Sent:
    """The mail server took a mail, at least for one recipient.

    Attributes:
        said: Its answer.
        refused: Recipients that it refused for good, and what it said.
        later: Recipients that it may take another time.
    """

    said: str
    refused: dict[str, str] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)


async def send(content: bytes, sender: str, recipients: list[str], settings: SupervisorSettings) -> Sent:
    """Send a mail, its bytes as they are to be on the wire.

    Raises:
        Later: see there.
        Refused: see there.
    """
    place = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        # aiosmtplib bounds each step; a server that says a word now and then would hold a mail for ever.
        async with asyncio.timeout(_IN_ALL_S):
            return await _send(content, sender, recipients, settings)
    except aiosmtplib.SMTPRecipientsRefused as error:
        refused, later = _sorted({each.recipient: each for each in error.recipients})
        if later:
            raise Later(f"the mail server {place} takes it for nobody now: {_first(later)}") from error
        raise Refused(
            f"the mail server {place} refuses every recipient: {_first(refused)}", refused
        ) from error
    except aiosmtplib.SMTPDataError as error:
        kind = Refused if error.code >= _PERMANENT else Later
        raise kind(f"the mail server {place} did not take it: {_said(error)}") from error
    except aiosmtplib.SMTPResponseException as error:
        raise Later(f"the mail server {place} did not take it: {_said(error)}") from error
    except TimeoutError as error:
        raise Later(f"the mail server {place} is too slow") from error
    except (aiosmtplib.SMTPException, ssl.SSLError, OSError, ValueError) as error:
        raise Later(f"the mail server {place} can't be used: {_why(error)}") from error


async def _send(content: bytes, sender: str, recipients: list[str], settings: SupervisorSettings) -> Sent:
    password = settings.smtp_password
    client = aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_user,
        password=password.get_secret_value() if password else None,
        use_tls=settings.smtp_tls == "tls",
        start_tls=settings.smtp_tls == "starttls",
        tls_context=None if settings.smtp_tls == "none" else _context(settings),
        timeout=_PATIENCE_S,
    )
    await client.connect()
    try:
        errors, said = await client.sendmail(sender, recipients, content)
    finally:
        # The server has answered: what becomes of the good-bye must not have the mail sent again.
        with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
            await client.quit(timeout=_GOODBYE_S)
        client.close()
    refused, later = _sorted(errors)
    return Sent(said, refused, later)


def _why(error: BaseException) -> str:
    """Give the reason; of TLS, what is wrong with the certificate or the handshake."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            said = cause.verify_message
            return f"its certificate is not trusted ({said}); CAFLUX_SMTP_CA may name who signed it"
        if isinstance(cause, ssl.SSLError):
            return f"TLS failed ({cause.reason}): does CAFLUX_SMTP_TLS fit the port?"
        cause = cause.__cause__ or cause.__context__
    return reason(error) if isinstance(error, Exception) else str(error)


def _context(settings: SupervisorSettings) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=settings.smtp_ca)


def _sorted(errors: Mapping[str, object]) -> tuple[dict[str, str], dict[str, str]]:
    """Divide refusals in those for good and those for now."""
    refused, later = dict[str, str](), dict[str, str]()
    for recipient, error in errors.items():
        code, message = int(getattr(error, "code", 0)), str(getattr(error, "message", error))
        (refused if code >= _PERMANENT else later)[recipient] = f"{code} {message}"
    return refused, later


def _first(refused: dict[str, str]) -> str:
    recipient, said = next(iter(refused.items()))
    return f"{recipient}: {said}"


def _said(error: aiosmtplib.SMTPResponseException) -> str:
    return f"{error.code} {error.message}"
