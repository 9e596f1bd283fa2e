"""An office of translators who can only block: customers come, ask, and wait or run an errand."""

import asyncio
import json
import sys
import threading
import time

import submission

# How long each text takes, and what it says: None if nobody can read it.
TEXTS = {"Ada": [1.3, "cat 7"], "Ben": [0.7, "coffee 9"], "Cid": [1.0, None]}

# When they come.
MOMENTS = {"Ada": 0.0, "Ben": 0.2, "Cid": 0.4}


async def main(texts=TEXTS, moments=MOMENTS, errands=None, again=None):
    translator, errands = Translator(), errands or {}
    await asyncio.gather(
        *(
            customer(translator, name, *texts[name], moment, errands.get(name))
            for name in texts
            # Who comes again asks for the same text.
            for moment in [moments.get(name, 0.0), *(again or {}).get(name, [])]
        )
    )


async def customer(translator, name, seconds, says, moment, errand):
    await asyncio.sleep(moment)
    try:
        answer = submission.go(translator.translate, name, seconds, says)
        print(f"{name}: asked")
        if errand:
            await asyncio.sleep(errand)
        print(f"{name}: {in_words(await answer)}")
    except Exception as error:
        print(f"{name}: {error!r}")


def in_words(answer):
    return repr(answer) if isinstance(answer, str) else f"was given a {type(answer).__name__}"


class Illegible(Exception):
    pass


class Translator:
    def __init__(self):
        self._loop_thread = threading.current_thread()

    def translate(self, name, seconds, says):
        on_loop = threading.current_thread() is self._loop_thread
        print(f"{name}: begun" + on_loop * ", on the loop's thread")
        time.sleep(seconds)
        if says is None:
            raise Illegible(name)
        return says


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1] if sys.argv[1:] else "{}")))
