"""
The same job in pretix (同一件事由 pretix 做), run by pretix's own interpreter, never by ours.

An order is paid over its REST API, its ticket becomes a PDF with a signed QR code, the code is
redeemed at the door, and somebody opens the public page. Each is timed in processor milliseconds of
this process, through pretix's own URLs, with Django's test client. Prints one JSON document.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

API = "/api/v1/organizers/bench"


def main(rounds: int) -> None:
    """Make a shop, do the job ``rounds`` times, and print the medians."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretix.settings")
    import django

    django.setup()
    from django_scopes import scopes_disabled

    with scopes_disabled():
        json.dump(measured(rounds), sys.stdout)


def measured(rounds: int) -> dict[str, Any]:
    """Return the median of each operation; what comes first warms and is not counted."""
    from django.test import Client
    from pretix import __version__

    event, item, token, door = shop()
    client = Client(HTTP_AUTHORIZATION=f"Token {token}", HTTP_HOST="localhost")
    orders, tickets, entries, pages = [], [], [], []
    secrets = set()
    for _ in range(rounds + 1):
        order = timed(lambda: ordered(client, item), orders)
        position = order["positions"][0]
        secrets.add(position["secret"])
        made = timed(partial(ticket, event, position["id"]), tickets)
        if not made.startswith(b"%PDF"):
            raise RuntimeError("no ticket was made")
        timed(partial(redeemed, client, position["secret"], door), entries)
        timed(lambda: opened(client), pages)
    if len(secrets) != rounds + 1 or not all(len(secret) > 64 for secret in secrets):
        raise RuntimeError("the codes are not signed")
    return {
        "version": __version__,
        "order_paid": middle(orders),
        "ticket_pdf": middle(tickets),
        "redeem": middle(entries),
        "public_page": middle(pages),
        "times": rounds,
    }


def timed(work: Callable[[], Any], into: list[float]) -> Any:
    """Return what ``work`` returns, and note its processor time."""
    start = time.process_time()
    done = work()
    into.append((time.process_time() - start) * 1000)
    return done


def middle(found: list[float]) -> float:
    """Return the median in milliseconds, without the first."""
    return round(statistics.median(found[1:]), 3)


def shop() -> tuple[Any, int, str, int]:
    """Return a public event, its ticket, a token of a team that may do all, and a door."""
    from pretix.base.models import Event, Organizer, Team

    organizer = Organizer.objects.create(name="Bench", slug="bench")
    event = Event.objects.create(
        organizer=organizer,
        name="Bench",
        slug="bench",
        currency="EUR",
        live=True,
        date_from=datetime.now(UTC) + timedelta(days=1),
        plugins="pretix.plugins.ticketoutputpdf,pretix.plugins.banktransfer",
    )
    event.settings.ticket_secret_generator = "pretix_sig1"
    event.settings.ticket_download = True
    event.settings.timezone = "UTC"
    item = event.items.create(name="Ticket", default_price=0, admission=True)
    quota = event.quotas.create(name="All", size=None)
    quota.items.add(item)
    door = event.checkin_lists.create(name="Door", all_products=True)
    team = Team.objects.create(organizer=organizer, name="All", all_events=True, **rights(Team))
    token = team.tokens.create(name="bench")
    return event, item.pk, token.token, door.pk


def rights(team: Any) -> dict[str, bool]:
    """Return every right of a team as pretix of this version calls it."""
    names = [field.name for field in team._meta.get_fields()]
    wide = {
        name: True for name in names if name.startswith("all_") and name.endswith("permissions")
    }
    return wide or {name: True for name in names if name.startswith("can_")}


def ordered(client: Any, item: int) -> dict[str, Any]:
    """Return a paid order of one ticket."""
    answer = client.post(
        f"{API}/events/bench/orders/",
        {
            "status": "p",
            "email": "",
            "locale": "en",
            "sales_channel": "web",
            "payment_provider": "free",
            "positions": [
                {
                    "item": item,
                    "variation": None,
                    "price": "0.00",
                    "attendee_name_parts": {"full_name": "Li Xiuying"},
                    "answers": [],
                }
            ],
        },
        content_type="application/json",
    )
    return expected(answer, 201)


def ticket(event: Any, position: int) -> bytes:
    """Return the ticket's PDF."""
    from pretix.base.models import OrderPosition
    from pretix.plugins.ticketoutputpdf.ticketoutput import PdfTicketOutput

    one = OrderPosition.objects.select_related("order", "item").get(pk=position)
    made: bytes = PdfTicketOutput(event).generate(one)[2]
    return made


def redeemed(client: Any, secret: str, door: int) -> dict[str, Any]:
    """Check somebody in, online."""
    answer = client.post(
        f"{API}/checkinrpc/redeem/",
        {"secret": secret, "lists": [door], "force": False},
        content_type="application/json",
    )
    return expected(answer, 201)


def opened(client: Any) -> None:
    """Open the shop as a visitor does."""
    answer = client.get("/bench/bench/")
    if answer.status_code != 200:
        raise RuntimeError(f"the public page answered {answer.status_code}")


def expected(answer: Any, status: int) -> dict[str, Any]:
    """
    Return the answer's body.

    :raises RuntimeError: if pretix answered otherwise
    """
    if answer.status_code != status:
        raise RuntimeError(f"{answer.status_code}: {answer.content[:500]!r}")
    found: dict[str, Any] = answer.json()
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]))
