"""The database's URL, in any spelling."""

import pytest
from caflux_config_api.database import normalise
from caflux_service.settings import SettingsError
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("sqlite:////data/config.db", "sqlite+aiosqlite:////data/config.db"),
        ("sqlite+aiosqlite:////data/config.db", "sqlite+aiosqlite:////data/config.db"),
        ("mysql://u@host:3306/caflux", "mysql+asyncmy://u@host:3306/caflux"),
        ("mysql+asyncmy://u@host/caflux", "mysql+asyncmy://u@host/caflux"),
        ("mariadb://u@host/caflux", "mysql+asyncmy://u@host/caflux"),
        ("mariadb+asyncmy://u@[::1]:3306/caflux", "mysql+asyncmy://u@[::1]:3306/caflux"),
    ],
)
def test_spellings(text: str, meant: str) -> None:
    assert normalise(text).render_as_string(hide_password=False) == meant


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_password_beside_the_url_is_taken_as_it_is(password: str) -> None:
    url = normalise("mysql://u@host/caflux", password)

    assert url.password == password
    assert normalise(url.render_as_string(hide_password=False)).password == password


def test_a_password_in_the_url_comes_first() -> None:
    assert normalise("mysql://u:inside@host/caflux", "beside").password == "inside"
    assert normalise("sqlite:////data/config.db", "beside").password is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nonsense", "not a URL"),
        ("", "not a URL"),
        ("postgresql://u@host/caflux", "postgresql"),
        ("mysql+pymysql://u@host/caflux", "pymysql"),
        ("mysql://u:hunter2@host", "names no database"),
        ("mysql://u:hunter2@host:port/caflux", "not a URL"),
        ("sqlite://", "names no database"),
    ],
)
def test_what_cannot_be_used(text: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why) as caught:
        normalise(text)
    assert "CAFLUX_DATABASE_URL" in str(caught.value)
    assert "hunter2" not in str(caught.value)
