"""Mail what is news, beside the checks, which never wait for a mail server."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from caflux_contracts.health import Incident, IncidentTransition, IncidentUpdated

from caflux_supervisor.incidents import Incidents
from caflux_supervisor.mail import compose
from caflux_supervisor.metrics import Metrics
from caflux_supervisor.post import NotSent, send
from caflux_supervisor.settings import SupervisorSettings

log = structlog.get_logger("caflux.supervisor")

_ROUNDS_HELD = 3
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=5)


READER = "mail"


def untold(incidents: Incidents) -> list[IncidentTransition]:
    """Give what nobody has been mailed of and is worth it."""
    all_of_it = incidents.after(incidents.read_until(READER))
    return [each for each in all_of_it if not isinstance(each, IncidentUpdated) or each.news]


class Teller:
    """Sends one mail for all that is news. What could not be sent stays news, and goes with the next.

    What fails together is seldom seen in the same round, so news waits until a round brings no more of it,
    for three rounds at most.
    """

    def __init__(
        self,
        settings: SupervisorSettings,
        incidents: Incidents,
        metrics: Metrics,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._incidents = incidents
        self._metrics = metrics
        self._clock = clock
        self._sending: asyncio.Task[None] | None = None
        self._pending: list[IncidentTransition] = []
        self._held = 0
        self._pause = _FIRST_PAUSE
        self._not_before = clock()

    @property
    def busy(self) -> bool:
        """Say whether a mail is on its way."""
        return self._sending is not None and not self._sending.done()

    def tell(self) -> None:
        """Begin to send what is news, unless more may come, a mail is on its way or nobody is to be told.

        Called once a round.
        """
        news = untold(self._incidents)
        if not news or not self._settings.mails or self.busy or self._clock() < self._not_before:
            return
        if news != self._pending and self._held < _ROUNDS_HELD:
            self._pending, self._held = news, self._held + 1
            return
        self._pending, self._held = [], 0
        self._sending = asyncio.create_task(self._send(news), name="mail")

    async def _send(self, news: list[IncidentTransition]) -> None:
        settings = self._settings
        changed: dict[int, Incident] = {each.incident.id: each.incident for each in news}
        message = compose(
            list(changed.values()),
            self._clock(),
            settings.mail_from,
            settings.recipients,
            settings.public_url,
        )
        try:
            await send(message, settings)
        except NotSent as error:
            self._not_before = self._clock() + self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            self._metrics.mails.labels("failed").inc()
            log.warning(
                "a mail was not sent and will be tried again",
                subject=message["Subject"],
                reason=str(error),
                at=self._not_before.isoformat(),
            )
            return
        self._pause = _FIRST_PAUSE
        log.info("mailed", subject=message["Subject"])
        self._metrics.mails.labels("sent").inc()
        self._incidents.set_read(READER, news[-1].id)
        for incident in changed:
            self._incidents.mark_mailed(incident, self._clock())

    async def close(self) -> None:
        """Give up a mail on its way: it is news still at the next start."""
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)
