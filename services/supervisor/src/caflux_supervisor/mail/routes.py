"""Routes of mail's own API."""

from typing import Annotated

from caflux_contracts.mail import MailRoutes, MailStatus, MailTestAnswer, MailTestRequest
from caflux_service.access import READS, MayConfigure, MayOperate
from fastapi import APIRouter, Depends, Request

from caflux_supervisor.mail.mailing import Mailing

router = APIRouter(prefix="/v1/mail", tags=["mail"])


def mailing_of(request: Request) -> Mailing:
    """Give what mails."""
    mailing = request.app.state.mailing
    assert isinstance(mailing, Mailing)
    return mailing


MailingNow = Annotated[Mailing, Depends(mailing_of)]


@router.get("", dependencies=[READS])
async def get_mail_status(mailing: MailingNow) -> MailStatus:
    """Say how mail is doing."""
    return mailing.status()


@router.get("/routes")
async def get_mail_routes(who: MayOperate, mailing: MailingNow) -> MailRoutes:
    """Give who is told of what: addresses of people, so not for everybody."""
    del who
    return mailing.routes


@router.put("/routes")
async def put_mail_routes(who: MayConfigure, mailing: MailingNow, routes: MailRoutes) -> MailRoutes:
    """Set who is told of what."""
    return mailing.put_routes(routes, who.name)


@router.post("/test")
async def test_mail(who: MayConfigure, mailing: MailingNow, wanted: MailTestRequest) -> MailTestAnswer:
    """Send a test mail now, and give what the mail server said."""
    return await mailing.test(wanted.to, who.name)
