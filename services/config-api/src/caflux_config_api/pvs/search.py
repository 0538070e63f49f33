"""How names compare in a search, and where pages of them begin."""

from caflux_service.problems import BadRequest

from caflux_config_api.cursors import read_cursor


def fold(text: str) -> str:
    """Give the text as a search sees it: without upper and lower case."""
    return text.casefold()


def read_name(cursor: str) -> str:
    """Give the name after which a page begins.

    Raises:
        BadRequest: the cursor is not one that a page gave.
    """
    name = read_cursor(cursor)
    if not isinstance(name, str) or any("\ud800" <= char <= "\udfff" for char in name):
        raise BadRequest("the cursor is not one that a page of PVs gave; start again without it")
    return name
