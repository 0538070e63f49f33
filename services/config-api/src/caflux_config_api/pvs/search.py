"""Turn what a user types into a search field into a LIKE pattern, and pages into cursors."""

from caflux_service.problems import BadRequest

from caflux_config_api.cursors import read_cursor

ESCAPE = "!"
_GLOB = {"*": "%", "?": "_"}


def fold(text: str) -> str:
    """Give the text as a search sees it: without upper and lower case."""
    return text.casefold()


def like_pattern(search: str) -> str:
    """Give the LIKE pattern, for folded names: part of a name, or a whole name with `*` and `?`."""
    is_glob = any(sign in search for sign in _GLOB)
    pattern = "".join(_GLOB.get(char, ESCAPE + char if char in "%_!" else char) for char in fold(search))
    return pattern if is_glob else f"%{pattern}%"


def read_name(cursor: str) -> str:
    """Give the name after which a page begins.

    Raises:
        BadRequest: the cursor is not one that a page gave.
    """
    name = read_cursor(cursor)
    if not isinstance(name, str) or any("\ud800" <= char <= "\udfff" for char in name):
        raise BadRequest("the cursor is not one that a page of PVs gave; start again without it")
    return name
