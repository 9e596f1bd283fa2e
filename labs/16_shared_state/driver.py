"""A bank whose answers take a while, and its customers, who all send money at the same time."""

import asyncio
import json
import sys

import submission

ACCOUNTS = {"Ann": 100, "Bob": 10, "Cid": 0}
TRANSFERS = [["Ann", "Bob", 80], ["Ann", "Cid", 70]]


class NoSuchAccount(Exception):
    """The bank has no account of that name."""


class Bank:
    def __init__(self, accounts, seconds):
        self.accounts = dict(accounts)
        self.seconds = seconds

    async def read(self, *names):
        await asyncio.sleep(self.seconds)
        for name in names:
            if name not in self.accounts:
                raise NoSuchAccount(name)
        return [self.accounts[name] for name in names]

    async def write(self, balances):
        await asyncio.sleep(self.seconds)
        self.accounts.update(balances)


async def main(accounts=ACCOUNTS, transfers=TRANSFERS, seconds=1.0, moments=None):
    bank = Bank(accounts, seconds)
    if moments is None:
        # Told in the order of the wishes: whoever is done first, the lines are the same.
        customers = [send(bank, *transfer) for transfer in transfers]
    else:
        customers = [arrive(bank, *each) for each in zip(transfers, moments, strict=True)]
    answers = await asyncio.gather(
        *(
            asyncio.create_task(customer, name=transfer[0])
            for customer, transfer in zip(customers, transfers, strict=True)
        )
    )
    if moments is None:
        for answer in answers:
            print(answer)
    for name in accounts:
        print(f"{name} has {bank.accounts[name]}")


async def arrive(bank, transfer, moment):
    await asyncio.sleep(moment)
    print(f"{wish(*transfer)}: please")
    print(await send(bank, *transfer))


async def send(bank, sender, receiver, amount):
    try:
        answer = in_words(await submission.transfer(bank, sender, receiver, amount))
    except NoSuchAccount as error:
        answer = repr(error)
    return f"{wish(sender, receiver, amount)}: {answer}"


def wish(sender, receiver, amount):
    return f"{amount} from {sender} to {receiver}"


def in_words(answer):
    if answer is True:
        return "done"
    return "refused" if answer is False else f"{answer!r}, neither True nor False"


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
