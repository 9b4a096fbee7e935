"""What every page loads: kept by browsers under names of its bytes, and nothing else is served."""

import asyncio
import re

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from governance.interfaces.web.assets import STATIC, asset, serve

APP = Starlette(routes=[Route("/assets/{path:path}", serve)])


def get(address: str, encoding: str = "gzip") -> httpx.Response:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(APP)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(address, headers={"accept-encoding": encoding})

    return asyncio.run(asked())


def test_a_file_is_served_under_a_name_that_changes_with_its_bytes() -> None:
    address = asset("vires.css")
    assert re.fullmatch(r"/assets/vires\.[0-9a-f]{12}\.css", address)
    answer = get(address)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    plain = get(address, encoding="identity")
    assert plain.content == answer.content
    assert "content-encoding" not in plain.headers


def test_everything_the_style_sheet_names_is_there_and_comes_from_us() -> None:
    sheet = get(asset("vires.css")).text
    named = re.findall(r"url\(([^)]*)\)", sheet)
    assert named
    for address in named:
        assert get(address).headers["content-type"] == "image/svg+xml", address
    assert "GDS Transport" not in sheet
    assert "crest" not in sheet


@pytest.mark.parametrize(
    "path",
    [
        "vires.css",
        "vires.000000000000.css",
        "../assets.py",
        "..%2fassets.py",
        "%2e%2e/assets.py",
        "src/vires.scss",
        "",
        "/etc/passwd",
        "images/../vires.css",
    ],
)
def test_no_other_name_is_served(path: str) -> None:
    assert get(f"/assets/{path}").status_code == 404


def test_a_template_that_names_what_is_not_there_is_wrong() -> None:
    with pytest.raises(KeyError):
        asset("govuk-crest.svg")


def test_the_licences_of_what_is_not_ours_lie_beside_it() -> None:
    for part in ("govuk-frontend", "moj-frontend"):
        assert "Permission is hereby granted" in (STATIC / "licences" / f"{part}.txt").read_text()
