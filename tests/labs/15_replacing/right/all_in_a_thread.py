"""The five calls as they were, all in one job of an executor with enough threads."""

import asyncio
import threading
import time
import urllib.request

ink_pad = threading.Lock()


def serve(name, office):
    return asyncio.to_thread(at_the_counter, name, office)


def at_the_counter(customer, office):
    with urllib.request.urlopen(f"{office.address}/{customer}") as answer:
        parts = [answer.read().decode()]
    parts.append(f"shelf {office.query(customer)}")
    with office.open_form(customer) as paper:
        parts.append(paper.read())
    with ink_pad:
        office.stamp_down(customer)
        time.sleep(office.ink)
        office.stamp_up(customer)
    office.log.info(f"{customer} was served")
    return ", ".join(parts)
