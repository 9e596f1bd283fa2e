"""Tenzin, the guide: sends out parties of climbers, together or each at a moment of its own."""

import asyncio
import json
import sys

import submission

# One party. A climber without metres falls.
PARTIES = [
    {
        "Ada": {"up": 2.0, "down": 0.3, "metres": 5200},
        "Ben": {"up": 1.0, "down": 0.2, "metres": None},
        "Cleo": {"up": 3.0, "down": 0.4, "metres": 5400},
    }
]


class Fall(Exception):
    """Somebody cannot go on."""


class Rope:
    """The rope of one climber."""

    def __init__(self, name, up, down, metres):
        self.name, self.up, self.down, self.metres = name, up, down, metres

    def fix(self):
        print(f"{self.name}: rope fixed")

    async def climb(self):
        try:
            await asyncio.sleep(self.up)
        except asyncio.CancelledError:
            print(f"{self.name}: turning back")
            raise
        if self.metres is None:
            print(f"{self.name}: falls")
            raise Fall(self.name)
        print(f"{self.name}: at the top")
        return self.metres

    async def take_down(self):
        await asyncio.sleep(self.down)
        print(f"{self.name}: rope taken down")


async def main(parties=PARTIES, moments=None, storm=None, alone=False):
    moments = moments or [0.0] * len(parties)
    guide = guide_one if alone else guide_party
    await asyncio.gather(
        *(guide(party, moment, storm) for party, moment in zip(parties, moments, strict=True))
    )
    # The night. Whoever is out still is seen here.
    await asyncio.sleep(20)


async def guide_party(party, moment, storm):
    await asyncio.sleep(moment)
    ropes = {name: Rope(name, **climber) for name, climber in party.items()}
    await tell(submission.expedition(ropes), " and ".join(party), storm)


async def guide_one(party, moment, storm):
    """One climber who climbs without an expedition."""
    await asyncio.sleep(moment)
    for name, climber in party.items():
        await tell(submission.climb(Rope(name, **climber)), name, storm)


async def tell(climbing, who, storm):
    """Wait until it is over, and say how it went."""
    try:
        async with asyncio.timeout(storm):
            await tell_of(climbing, who)
    except TimeoutError:
        print(f"Tenzin: {who}: home from the storm")


async def tell_of(climbing, who):
    try:
        print(f"Tenzin: {who}: {shown(await climbing)}")
    except* Fall as several:
        print(f"Tenzin: {who}: {fallen(several)} fell")


def shown(result):
    if isinstance(result, dict):
        return ", ".join(sorted(f"{name} {shown(metres)}" for name, metres in result.items()))
    if result is None or isinstance(result, int):
        return str(result)
    return f"a {type(result).__name__}"


def fallen(several):
    """The names of all who fell: the errors may be in a group, or in a group of groups."""
    if isinstance(several, BaseExceptionGroup):
        return ", ".join(fallen(error) for error in several.exceptions)
    return several.args[0]


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
