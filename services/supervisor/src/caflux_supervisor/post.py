"""Hand mail to an SMTP server."""

from email.message import EmailMessage

import aiosmtplib
import structlog
from caflux_service.reasons import reason

from caflux_supervisor.settings import SupervisorSettings

log = structlog.get_logger("caflux.supervisor")

_PATIENCE_S = 20.0


class NotSent(Exception):
    """The mail server did not take the mail; the message says why."""


async def send(message: EmailMessage, settings: SupervisorSettings) -> None:
    """Send a mail.

    Raises:
        NotSent: it is in nobody's hands but ours.
    """
    password = settings.smtp_password
    try:
        refused, _ = await aiosmtplib.send(
            message,
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user,
            password=password.get_secret_value() if password else None,
            use_tls=settings.smtp_tls == "tls",
            start_tls=settings.smtp_tls == "starttls",
            timeout=_PATIENCE_S,
        )
    except (aiosmtplib.SMTPException, OSError) as error:
        place = f"{settings.smtp_host}:{settings.smtp_port}"
        raise NotSent(f"the mail server {place} did not take it: {reason(error)}") from error
    for address, answer in refused.items():
        log.warning("the mail server refused a recipient", address=address, answer=str(answer))
