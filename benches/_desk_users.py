"""Fifty people who work at the desk, as far as its server can tell."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import urljoin

import httpx
from benches._desk_portfolio import FIRST, LAST

PASSWORD = "bench-only-words"
NAMES = tuple(f"bench{n}" for n in range(200))
_PARTS = re.compile(r'<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"')
_IN_STYLE = re.compile(r'url\("?([^")]+)"?\)')
_SKIP = ("data:", "http:", "https:")


@dataclass(frozen=True)
class Pace:
    """How fast people work: the rest between what they do, and the letters that are searched for.

    A rest is exponential about its mean, so that people meet; a letter follows the one before
    within a quarter of a second, and each asks anew.
    """

    name: str
    rest: float
    letters: int = 1


@dataclass
class Asked:
    """How long each kind of request took, in seconds, and what failed."""

    seconds: float
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: list[str] = field(default_factory=list)


Seats = list[dict[str, str]]


def seats(base: str, users: int) -> Seats:
    """Sign so many users in, once: a password costs more than an hour of clicks."""
    return asyncio.run(_seats(base, users))


async def _seats(base: str, users: int) -> Seats:
    taken = []
    for name in NAMES[:users]:
        async with httpx.AsyncClient(base_url=base, timeout=60) as client:
            await _sign_in(client, name)
            taken.append(dict(client.cookies))
    return taken


def work(base: str, seats: Seats, seconds: float, pace: Pace, accounts: int) -> Asked:
    """Let those who signed in work for so long at a pace."""
    return asyncio.run(_work(base, seats, seconds, pace, accounts))


async def _work(base: str, seats: Seats, seconds: float, pace: Pace, accounts: int) -> Asked:
    asked = Asked(seconds)
    clients = [httpx.AsyncClient(base_url=base, timeout=60, cookies=seat) for seat in seats]
    try:
        tokens = [await _first(client) for client in clients]
        until = time.perf_counter() + seconds
        await asyncio.gather(
            *(
                _day(client, tokens[index], random.Random(index), asked, until, pace, accounts)
                for index, client in enumerate(clients)
            )
        )
    finally:
        for client in clients:
            await client.aclose()
    return asked


async def _sign_in(client: httpx.AsyncClient, name: str) -> None:
    page = await client.get("/sign-in/")
    assert page.status_code == httpx.codes.OK, page.status_code
    form = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": _token(page.text)}
    entered = await client.post("/sign-in/", data=form, headers={"Referer": str(page.url)})
    assert entered.is_redirect, f"{name} could not sign in: {entered.status_code}"


def _token(html: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert found is not None, "the page has no form"
    return found.group(1)


async def _first(client: httpx.AsyncClient) -> str:
    """Open the queue in the morning, and return the token of its forms."""
    first = await client.get("/today/")
    assert first.status_code == httpx.codes.OK, f"{first.status_code} {first.headers}"
    return _token(first.text)


async def _day(  # noqa: PLR0917 - one user's whole day
    client: httpx.AsyncClient,
    token: str,
    dice: random.Random,
    asked: Asked,
    until: float,
    pace: Pace,
    accounts: int,
) -> None:
    """Next case, its page, a search, and a page at random, until the time is over."""
    await asyncio.sleep(dice.uniform(0, pace.rest))
    # people are not all at the same act
    act = dice.randrange(3)
    while time.perf_counter() < until:
        if act == 0:
            moved = await _timed(
                asked, "next case", client.post("/next/", data={"csrfmiddlewaretoken": token})
            )
            if not moved.is_redirect:
                asked.failed.append(f"next: {moved.status_code}")
                return
            await _page(asked, client, moved.headers["location"])
        elif act == 1:
            words = (dice.choice(FIRST), dice.choice(LAST))
            typed = dice.choice(
                (" ".join(words)[:6], words[1][:4], f"A{dice.randrange(accounts)}", "2025550")
            )
            for left in reversed(range(pace.letters)):
                await _search(asked, client, typed[: max(len(typed) - left, 2)])
                if left:
                    await asyncio.sleep(_LETTER)
        else:
            await _page(asked, client, f"/accounts/{1 + dice.randrange(accounts)}/")
        await _rest(dice, pace.rest)
        act = (act + 1) % 3


_HTMX = {"HX-Request": "true"}
_LETTER = 0.25  # seconds from one letter to the next


async def _search(asked: Asked, client: httpx.AsyncClient, typed: str) -> None:
    found = await _timed(
        asked, "search", client.get("/search/", params={"q": typed}, headers=_HTMX)
    )
    if found.status_code != httpx.codes.OK:
        asked.failed.append(f"search {typed}: {found.status_code}")


async def _page(asked: Asked, client: httpx.AsyncClient, address: str) -> None:
    page = await _timed(asked, "case page", client.get(address))
    if page.status_code != httpx.codes.OK:
        asked.failed.append(f"{address}: {page.status_code}")


async def _timed(asked: Asked, what: str, request: object) -> httpx.Response:
    begin = time.perf_counter()
    answer: httpx.Response = await request  # type: ignore[misc]
    asked.took[what].append(time.perf_counter() - begin)
    return answer


async def _rest(dice: random.Random, mean: float) -> None:
    if mean:
        await asyncio.sleep(min(dice.expovariate(1 / mean), 5 * mean))


def page_weight(base: str) -> dict[str, int]:
    """Return the bytes on the wire of two pages with all that they ask for."""
    return asyncio.run(_weights(base))


async def _weights(base: str) -> dict[str, int]:
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        await _sign_in(client, NAMES[0])
        return {
            name: await _weight(client, path)
            for name, path in (("the queue", "/today/"), ("a case", "/accounts/1/"))
        }


async def _weight(client: httpx.AsyncClient, path: str) -> int:
    seen: set[str] = set()
    waiting, total = [path], 0
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(_SKIP):
            continue
        seen.add(address)
        async with client.stream("GET", address) as answer:
            raw = [piece async for piece in answer.aiter_raw()]
            total += sum(map(len, raw))
            kind = answer.headers.get("content-type", "")
        if address == path or "css" in kind:
            text = (await client.get(address)).text
            found = (_PARTS if address == path else _IN_STYLE).findall(text)
            waiting += [urljoin(address, one.partition("#")[0]) for one in found]
    return total
