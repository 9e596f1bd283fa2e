"""Lets people log in at a door, each at a moment of its own, and rings its bell meanwhile."""

import asyncio
import hashlib
import json
import os
import pickle
import sys
import threading

import submission

# Name: password, iterations of the hash, and whether the account is locked.
ACCOUNTS = {"Ann": ["fox", 7000, False], "Bob": ["owl", 10000, False]}
VISITS = [["Ann", "fox", 0.0], ["Bob", "elk", 0.0005], ["Cid", "emu", 0.001]]


async def main(accounts=ACCOUNTS, visits=VISITS, period=0.0007, rings=4):
    door = Door(accounts)
    ringing = asyncio.create_task(bell(period, rings), name="bell")
    await asyncio.gather(ringing, *(visit(door, place, *v) for place, v in enumerate(visits)))


async def visit(door, place, name, password, moment):
    await asyncio.sleep(moment)
    # Where somebody held the loop, those who come meanwhile are all late, at one instant. They log
    # in one after the other, whatever the number of steps that a log-in is made of.
    await turns(10 * place)
    try:
        told = in_words(await submission.log_in(door, name, password))
    except PermissionError as error:
        told = str(error)
    await turns(5)
    print(f"{name} with {password!r}: {told}")


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


def in_words(result):
    if isinstance(result, bool):
        return "come in" if result else "stay out"
    return f"log_in returned {'None' if result is None else f'a {type(result).__name__}'}"


async def bell(period, rings):
    for _ in range(rings):
        await asyncio.sleep(period)
        print("bell: ding-dong")


class Door:
    def __init__(self, accounts):
        self._accounts = {name: Account(*accounts[name]) for name in accounts}
        self._place = self._here()

    def account(self, name):
        return self._accounts.get(name)

    def let_in(self, name):
        if self._here() != self._place:
            raise RuntimeError("let_in was called outside the loop's thread")
        print(f"{name}: the door opens")

    @staticmethod
    def _here():
        return os.getpid(), threading.get_ident()


class Account:
    def __init__(self, password, iterations, locked):
        self._password, self._iterations, self._locked = password, iterations, locked

    def matches(self, password):
        # A real door keeps the hash alone. To make that as well would take the time twice.
        hashlib.pbkdf2_hmac("sha256", password.encode(), b"salt", self._iterations)
        if self._locked:
            raise PermissionError("locked")
        return password == self._password

    def __reduce__(self):
        raise pickle.PicklingError("an account stays in its own process")


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
