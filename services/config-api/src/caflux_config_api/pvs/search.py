"""Turn what a user types into a search field into a LIKE pattern, and pages into cursors."""

from base64 import b64decode, urlsafe_b64encode

from caflux_service.problems import BadRequest

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


def write_cursor(last_name: str) -> str:
    """Give the cursor of the page after the one that ends with `last_name`."""
    return urlsafe_b64encode(last_name.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> str:
    """Give the name after which a page begins."""
    try:
        return b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except ValueError as error:
        raise BadRequest("the cursor is not one that a page gave; start again without it") from error
