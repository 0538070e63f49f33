"""Which URL names which archive."""

import pytest
from caflux_storage import open_archive, open_writer, prepare
from caflux_storage.influx.address import Address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://influxdb:8086", Address("http", "influxdb", 8086, "caflux")),
        ("http://influxdb", Address("http", "influxdb", 8086, "caflux")),
        ("http://influxdb:8086/", Address("http", "influxdb", 8086, "caflux")),
        ("https://db.example/lab_1.a-b/", Address("https", "db.example", 443, "lab_1.a-b")),
        ("http://[::1]:8087/x", Address("http", "::1", 8087, "x")),
    ],
)
def test_an_influxdb_is_named_by_its_url(url: str, address: Address) -> None:
    assert Address.parse(url) == address


def test_an_address_prints_as_a_url() -> None:
    assert str(Address.parse("http://[::1]:8087/x")) == "http://[::1]:8087/x"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "influxdb:8086",
        "ftp://host/x",
        "http://",
        "http://host/a/b",
        "http://host/a?epoch=s",
        'http://host/a"; DROP DATABASE "b',
        "http://host/a b",
        "http://host:port/a",
        "sqlite://",
        "sqlite:///relative.db",
        "sqlite:////",
        "sqlite:///:memory:",
    ],
)
async def test_anything_else_is_refused_with_what_to_give(url: str) -> None:
    for open_ in (open_archive, open_writer):
        with pytest.raises(ValueError, match="give http"):
            open_(url)
    with pytest.raises(ValueError, match="give http"):
        await prepare(url)


def test_a_password_in_the_url_is_refused_and_not_repeated() -> None:
    with pytest.raises(ValueError, match="CAFLUX_ARCHIVE_PASSWORD") as refused:
        open_archive("http://me:hunter2@host/caflux")

    assert "hunter2" not in str(refused.value)
