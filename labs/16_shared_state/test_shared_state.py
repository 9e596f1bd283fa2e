"""The checks of the lab shared_state."""

import pytest

from looplab.order import Mismatch, at, in_order, loop_stays_free, together

# Added to the bank's seconds: no two customers are answered at the same instant.
ODD = 0.013

WAKES_YOU = (
    "a lock wakes you when the account is free: async with locks[name], instead of asking whether "
    "it is"
)


@pytest.mark.points(2)
def test_no_money_is_spent_twice(every_order, draw):
    """Two want more than half of one account: one gets it, whatever comes first."""
    sender, *receivers = draw.names(3)
    balance = draw.number(50, 99)
    amounts = [draw.number(balance // 2 + 1, balance) for _ in receivers]
    accounts = {sender: balance} | {name: draw.number() for name in receivers}
    transfers = [[sender, *each] for each in zip(receivers, amounts, strict=True)]
    for trace in every_order(accounts=accounts, transfers=transfers, seconds=0.0):
        done = [each for each in transfers if prints(trace, f"{wish(*each)}: done")]
        if len(done) != 1:
            raise Mismatch(
                f"{sender} has {balance}, which is enough for one of them: one is done, and the "
                "other one is refused",
                "both were done" if done else "none was done",
                "nobody else may use the account between your read and your write: hold a lock "
                "of that account, the same one for everybody, from before the one until after "
                "the other",
            )
        for each in transfers:
            in_order(trace, f"{wish(*each)}: {'done' if each in done else 'refused'}")
        everybody_has(trace, accounts, done)


@pytest.mark.points(2)
def test_strangers_do_not_wait_for_each_other(run, draw):
    """Four transfers that share no account go on at the same time, each at its own pace."""
    names = draw.names(8)
    accounts = {name: draw.number(50, 99) for name in names}
    transfers = [[names[i], names[i + 4], draw.number(10, 49)] for i in range(4)]
    moments = list(draw.delays(4).values())
    seconds = draw.number(15, 30) / 10 + ODD
    trace = run(accounts=accounts, transfers=transfers, seconds=seconds, moments=moments)
    for each, moment in zip(transfers, moments, strict=True):
        at(trace, moment, f"{wish(*each)}: please")
        in_time(trace, moment + 2 * seconds, f"{wish(*each)}: done")
    everybody_has(trace, accounts, transfers)
    together(trace, 4)
    loop_stays_free(trace)


@pytest.mark.points(2)
def test_to_and_fro_between_two_accounts(run, draw):
    """Money goes to and fro between two accounts at the same time: all of it arrives."""
    ann, bob, cid = draw.names(3)
    accounts = {name: draw.number(1000, 1999) for name in (ann, bob, cid)}
    # However some of these amounts are added or taken away, the sum is never 0: whatever is lost
    # is seen at the end.
    transfers = [
        [cid, bob, draw.number(1, 9)],
        [bob, ann, draw.number(20, 40)],
        [ann, bob, draw.number(100, 150)],
        [bob, ann, draw.number(300, 400)],
    ]
    # All of them come while the first one is at it, and has the account in the middle.
    later = sorted(draw.delays(3).values())
    moments = [0.0, *(round(0.3 * moment, 3) for moment in later)]
    seconds = draw.number(10, 20) / 10 + ODD
    trace = run(accounts=accounts, transfers=transfers, seconds=seconds, moments=moments)
    for each in transfers:
        in_order(trace, f"{wish(*each)}: please", f"{wish(*each)}: done")
    everybody_has(trace, accounts, transfers)
    loop_stays_free(trace)
    # All have come, and the first one still waits for the bank.
    nobody_asks_again(trace, moments[-1], seconds)
    # All of them need one account, so that one is at it after the other.
    next_one_at_once(trace, 8 * seconds)


@pytest.mark.points(2)
def test_nothing_stays_locked(run, draw):
    """After a transfer that was refused, and one that failed, the accounts are free again."""
    ann, bob, nobody = draw.names(3)
    accounts = {name: draw.number(50, 99) for name in (ann, bob)}
    too_much, some, rest = draw.number(100, 199), draw.number(2, 20), draw.number(21, 49)
    refused, failed, fine = [ann, bob, too_much], [ann, nobody, some], [ann, bob, rest]
    seconds = draw.number(5, 15) / 10 + ODD
    moments = [0.0, 2.5 * seconds, 5 * seconds]
    trace = run(
        accounts=accounts, transfers=[refused, failed, fine], seconds=seconds, moments=moments
    )
    at(trace, seconds, f"{wish(*refused)}: refused")
    at(trace, 3.5 * seconds, f"{wish(*failed)}: NoSuchAccount({nobody!r})")
    at(trace, 7 * seconds, f"{wish(*fine)}: done")
    everybody_has(trace, accounts, [fine])


def nobody_asks_again(trace, after, until):
    """Between these moments, with everybody waiting, the loop sleeps."""
    turns = [e for e in trace.kind("turn") if after + 0.001 < e.t < until - 0.001]
    if turns:
        raise Mismatch(
            f"nothing runs from {after:g} s to {until:g} s, while one waits for the bank and three "
            "for him",
            f"the loop was called {len(turns)} times",
            WAKES_YOU,
        )


def next_one_at_once(trace, seconds):
    """The last of them is done then, and no later."""
    last = max(event.t for event in trace.prints() if event.text.endswith(": done"))
    if last > seconds + 0.001:
        raise Mismatch(
            f"the last one is done at {seconds:g} s: the next begins when the one before is over",
            f"it was done at {round(last, 3):g} s",
            WAKES_YOU,
        )


def wish(sender, receiver, amount):
    return f"{amount} from {sender} to {receiver}"


def in_time(trace, seconds, line):
    """It was printed then, and if it came too late, it is said what to look for."""
    try:
        at(trace, seconds, line)
    except Mismatch as wrong:
        late = any(event.text == line and event.t > seconds for event in trace.prints())
        instead = (
            "one read and one write for each transfer, and wait for those only who use one of "
            "its accounts: a lock for each account, not one for the bank"
        )
        raise Mismatch(wrong.expected, wrong.happened, instead if late else None) from None


def prints(trace, line):
    return any(event.text == line for event in trace.prints())


def everybody_has(trace, accounts, done):
    """At the end each account has what it had, and what was sent to it, less what it sent."""
    balances = dict(accounts)
    for sender, receiver, amount in done:
        balances[sender] -= amount
        balances[receiver] += amount
    for name, balance in balances.items():
        # The last such line: the program may print others on its way.
        told = [event.text for event in trace.prints() if event.text.startswith(f"{name} has ")]
        if told[-1:] != [f"{name} has {balance}"]:
            raise Mismatch(
                f"{name} has {balance} at the end",
                f"{told[-1]!r} was printed" if told else "nothing was printed about it",
                "what you write has to be made from what you read while nobody else could write: "
                "hold the locks of both accounts from before read until after write",
            )
