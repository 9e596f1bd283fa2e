"""Find out what a function is: does it block, is it asynchronous?"""

import time


async def classify(function):
    # TODO: a clock sees how long the call takes, not whether others can run until the end.
    begin = time.monotonic()
    function()
    seconds = time.monotonic() - begin
    return {"blocks": seconds > 0.1, "asynchronous": False}
