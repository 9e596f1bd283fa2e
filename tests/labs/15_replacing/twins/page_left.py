import asyncio
import urllib.request
from functools import partial

from tornado import locks

stamping = locks.Lock()


async def price_of(who, where):
    print("price of", who)
    with urllib.request.urlopen(where + "/" + who) as page:
        return str(page.read(), "utf-8")


async def serve(who, post):
    thread = partial(asyncio.get_running_loop().run_in_executor, None)
    price = await price_of(who, post.address)
    shelf = await thread(post.query, who)
    paper = post.open_form(who)
    words = await thread(paper.read)
    paper.close()
    await stamping.acquire()
    try:
        post.stamp_down(who)
        await asyncio.sleep(post.ink)
        post.stamp_up(who)
    finally:
        stamping.release()
    await thread(post.log.info, who + " was served")
    return f"{price}, shelf {shelf}, {words}"
