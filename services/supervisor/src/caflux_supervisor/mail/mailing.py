"""Mail what is news, beside the checks, which never wait for a mail server."""

import asyncio
import base64
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from email.utils import parseaddr
from pathlib import Path

import structlog
from caflux_contracts.health import Incident
from caflux_contracts.mail import MailRoute, MailRoutes, MailStatus, MailTestAnswer
from caflux_service.problems import Conflict, Invalid, Unavailable
from caflux_service.trouble import Trouble
from pydantic import ValidationError

from caflux_supervisor.ended import ended
from caflux_supervisor.incidents import Incidents
from caflux_supervisor.mail.compose import compose, empty
from caflux_supervisor.mail.ledger import Ledger, Mark, load, write_whole
from caflux_supervisor.mail.outbox import Outbox, Queued
from caflux_supervisor.mail.plan import Letter, hold, mute, plan, take_in, tidied, written
from caflux_supervisor.mail.smtp import Later, NotSent, Refused, send
from caflux_supervisor.metrics import Metrics
from caflux_supervisor.settings import SupervisorSettings

log = structlog.get_logger("caflux.supervisor")

READER = "mail"
_TICK_S = 0.5
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=5)
_MOST_PLOTS = 3
_LAST_S = 5.0
"""How long a stop waits for what the mail server says to a mail that is under way."""

Plot = Callable[[Incident, str], Awaitable[bytes | None]]
"""Draws what an incident's PVs did, with the times of a zone."""


class Mailing:
    """From the transitions of incidents to mails in the server's hands.

    Each step is on disk before the next: what is news (the ledger), what is written (the outbox), and only
    what the server has taken leaves.
    """

    def __init__(
        self,
        settings: SupervisorSettings,
        incidents: Incidents,
        metrics: Metrics,
        clock: Callable[[], datetime],
        acknowledged: Callable[[], Collection[int]],
        mailed: Callable[[Incident], bool],
        plot: Plot,
    ) -> None:
        """Prepare it.

        Args:
            settings: Of the mail server, and whom to tell where there are no routes.
            incidents: Whose transitions are told.
            metrics: Count mails.
            clock: Gives the time.
            acknowledged: Gives the incidents that somebody takes care of.
            mailed: Says whether an incident may be mailed now.
            plot: Draws.
        """
        self._settings = settings
        self._incidents = incidents
        self._metrics = metrics
        self._clock = clock
        self._acknowledged = acknowledged
        self._mailed = mailed
        self._plot = plot
        self._ledger_path = settings.data / "mail.json"
        self._routes_path = settings.data / "mail-routes.json"
        self._outbox = Outbox(settings.data / "outbox")
        self._ledger = load(self._ledger_path)
        for mark in self._outbox.marks():
            self._ledger = written(self._ledger, mark)
        self._routes = _stored(self._routes_path) or default(settings)
        self._pause = _FIRST_PAUSE
        self._not_before = clock()
        self._sent_at: datetime | None = None
        self._error: str | None = None

    # ---- how it runs ----

    async def run(self) -> None:
        """Mail until cancelled."""
        if not self._settings.mails:
            return
        waits = Trouble(log, "mail waits for the disk", "mail waits no more for the disk")
        while True:
            try:
                with waits.instead_of(OSError, folder=str(self._settings.data)):
                    await self._tick()
            except Exception:
                # Who is to tell of faults must outlive one of its own.
                log.exception("mail could not be made")
            await asyncio.sleep(_TICK_S)

    async def _tick(self) -> None:
        at = self._clock()
        self._take_in(at)
        acknowledged = self._acknowledged()
        self._keep(mute(self._ledger, self._mailed))
        if not self._outbox.full:
            for letter in plan(self._ledger, self._routes, at, acknowledged, self._outbox.routes()):
                await self._write(letter, at)
        self._keep(hold(self._ledger, self._routes, at, acknowledged))
        self._keep(tidied(self._ledger, self._routes, acknowledged))
        if at >= self._not_before:
            await self._send_all()

    def _take_in(self, at: datetime) -> None:
        read = self._ledger.read
        after = self._incidents.read_until(READER) if read is None else read
        transitions = self._incidents.after(after)
        if transitions:
            self._keep(take_in(self._ledger, transitions, at, self._mailed))
            self._incidents.set_read(READER, transitions[-1].id)

    def _keep(self, ledger: Ledger) -> None:
        if ledger is not self._ledger:
            write_whole(self._ledger_path, ledger.model_dump_json().encode())
            self._ledger = ledger

    async def _write(self, letter: Letter, at: datetime) -> None:
        message = compose(
            letter, at, self._settings.mail_from, self._settings.public_url, await self._plots(letter)
        )
        mark = Mark(
            route=letter.route.name,
            news={item.case.incident.id: item.case.news for item in letter.items},
            message_id=str(message["Message-ID"]),
            at=at,
            forgotten=letter.forgotten,
        )
        self._outbox.put(
            Queued(
                mark=mark,
                sender=parseaddr(self._settings.mail_from)[1],
                recipients=letter.route.to,
                subject=str(message["Subject"]),
                content=base64.b64encode(message.as_bytes()).decode(),
                queued_at=at,
            )
        )
        self._keep(written(self._ledger, mark))

    async def _plots(self, letter: Letter) -> Mapping[int, bytes]:
        plots = {}
        for item in letter.items[:_MOST_PLOTS]:
            drawn = await self._plot(item.case.incident, letter.route.time_zone)
            if drawn is not None:
                plots[item.case.incident.id] = drawn
        return plots

    async def _send_all(self) -> None:
        for path, queued in self._outbox.all():
            try:
                # Cancelled after the server took the mail, and before that is noted, it would be sent again.
                await ended(self._send(path, queued), _LAST_S)
            except Later as error:
                self._wait(str(error), queued.subject)
                return

    async def _send(self, path: Path, queued: Queued) -> None:
        try:
            sent = await send(queued.raw, queued.sender, queued.recipients, self._settings)
        except Refused as error:
            self._metrics.mails.labels("refused").inc()
            self._error = str(error)
            log.error("a mail was refused and is set aside", subject=queued.subject, reason=str(error))  # noqa: TRY400 - it says all
            self._outbox.refused(path)
            return
        self._pause, self._error = _FIRST_PAUSE, None
        for address, said in sent.refused.items():
            self._error = f"{address} was refused: {said}"
            log.error("the mail server refused a recipient", address=address, answer=said)
        self._metrics.mails.labels("sent").inc()
        self._sent_at = self._clock()
        log.info("mailed", subject=queued.subject, route=queued.mark.route)
        for incident in queued.mark.news:
            self._incidents.mark_mailed(incident, self._sent_at)
        if sent.later:
            self._outbox.left(path, list(sent.later))
            raise Later(f"some recipients were not taken yet: {sent.later}")
        self._outbox.sent(path)

    def _wait(self, why: str, subject: str) -> None:
        self._error = why
        self._not_before = self._clock() + self._pause
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        self._metrics.mails.labels("failed").inc()
        log.warning(
            "a mail was not sent and will be tried again",
            subject=subject,
            reason=why,
            at=self._not_before.isoformat(),
        )

    # ---- what the API asks ----

    @property
    def routes(self) -> MailRoutes:
        """Who is told of what."""
        return self._routes

    def put_routes(self, routes: MailRoutes, who: str) -> MailRoutes:
        """Tell others from now on.

        Raises:
            Unavailable: the disk does not take it.
        """
        try:
            write_whole(self._routes_path, routes.model_dump_json().encode())
        except OSError as error:
            raise Unavailable(f"the routes of mail can't be kept: {error}") from error
        self._routes = routes
        log.info("routes of mail set", who=who, routes=[route.name for route in routes.routes])
        return routes

    def status(self) -> MailStatus:
        """Say how mail is doing."""
        waits = bool(len(self._outbox)) and self._not_before > self._clock()
        return MailStatus(
            configured=self._settings.mails,
            queued=len(self._outbox),
            sent_at=self._sent_at,
            error=self._error,
            next_try_at=self._not_before if waits else None,
        )

    async def test(self, to: list[str], who: str) -> MailTestAnswer:
        """Send a mail now, and give what the mail server says.

        Raises:
            Conflict: there is no mail server.
            Invalid: there is nobody to send it to.
        """
        if not self._settings.mails:
            raise Conflict("there is no mail server: set CAFLUX_SMTP_HOST, and start the supervisor again")
        recipients = to or list(dict.fromkeys(each for route in self._routes.routes for each in route.to))
        if not recipients:
            raise Invalid("to: no route names anybody")
        message = empty(self._settings.mail_from, recipients, "a test", self._clock())
        message.set_content(
            f"{who} asked for this mail on the health page. Mail from CAFlux reaches you.\n"
            + (f"\n{self._settings.public_url.rstrip('/')}/health\n" if self._settings.public_url else "")
        )
        log.info("test mail", who=who, to=recipients)
        try:
            sender = parseaddr(self._settings.mail_from)[1]
            sent = await send(message.as_bytes(), sender, recipients, self._settings)
        except NotSent as error:
            refused = error.recipients if isinstance(error, Refused) else {}
            return MailTestAnswer(accepted=False, said=str(error), refused=refused)
        self._not_before = self._clock()  # it works: what waits need not wait longer
        return MailTestAnswer(accepted=True, said=sent.said, refused={**sent.refused, **sent.later})


def default(settings: SupervisorSettings) -> MailRoutes:
    """Give the routes of an installation that has set none: everything to CAFLUX_MAIL_TO."""
    if not settings.recipients:
        return MailRoutes(routes=[])
    return MailRoutes(routes=[MailRoute(name="everybody", to=settings.recipients)])


def _stored(path: Path) -> MailRoutes | None:
    try:
        return MailRoutes.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        why = str(error)
    log.error("the routes of mail can't be read: CAFLUX_MAIL_TO is told", path=str(path), reason=why)
    return None
