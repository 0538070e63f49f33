"""The mail server killed, hung, slow, refusing, and back, while there is something to tell."""

from collections.abc import Callable

import pytest
from caflux_testing.drills.drill import Act, Drill
from caflux_testing.drills.world import World

QUERY = "query-api"
SAYS = "it does not answer"

pytestmark = pytest.mark.timeout(900)


def also_kill_query_api(hurt: Act) -> Act:
    def both(world: World) -> None:
        hurt(world)
        world.stack.query_api.kill()

    return both


def also_start_query_api(mend: Act) -> Act:
    def both(world: World) -> None:
        mend(world)
        world.stack.query_api.start()

    return both


def hang(hangs: bool) -> Act:
    return lambda world: setattr(world.smtp.inbox, "hangs", hangs)


def refuse(answers: dict[str, str]) -> Act:
    return lambda world: setattr(world.smtp.inbox, "refused", answers)


def delay(seconds: float) -> Act:
    return lambda world: setattr(world.to_smtp, "delay_s", seconds)


def drill(name: str, hurt: Act, mend: Act, mail_error: str = "") -> Drill:
    return Drill(
        f"mail server {name}",
        also_kill_query_api(hurt),
        QUERY,
        SAYS,
        also_start_query_api(mend),
        found=(lambda world: mail_error in world.mail_error()) if mail_error else None,
    )


DRILLS = (
    drill("killed", lambda world: world.smtp.stop(), lambda world: world.smtp.start(), "can't be used"),
    drill("hung", hang(hangs=True), hang(hangs=False), "too slow"),
    drill("slow", delay(0.3), delay(0)),
    drill("refuses (451)", refuse({"*": "451 not now"}), refuse({}), "451 not now"),
)


@pytest.mark.parametrize("drill", DRILLS, ids=lambda drill: drill.name)
def test_every_mail_arrives_once(drill: Drill, rehearse: Callable[[Drill], World]) -> None:
    rehearse(drill)
