"""Start a function that blocks, beside everything else."""

import asyncio
import threading


def go(function, *args):
    answers = {}

    def work():
        try:
            answers["result"] = function(*args)
        except Exception as e:
            answers["error"] = e

    thread = threading.Thread(target=work)
    thread.start()

    async def wait():
        # have a look now and then whether it is ready
        while thread.is_alive():
            await asyncio.sleep(0.5)
        if "error" in answers:
            raise answers["error"]
        return answers["result"]

    return wait()
