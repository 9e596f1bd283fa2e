import asyncio as aio
from threading import Lock

from tornado.httpclient import AsyncHTTPClient as Client

pad = Lock()


async def press(post, who):
    pad.acquire()
    try:
        post.stamp_down(who)
        await aio.sleep(post.ink)
        post.stamp_up(who)
    finally:
        pad.release()


async def serve(who, post):
    answer = await Client().fetch(post.address + "/" + who)
    place = await aio.to_thread(post.query, who)
    sheet = post.open_form(who)
    words = await aio.to_thread(sheet.read)
    sheet.close()
    print("to the stamp")
    await press(post, who)
    await aio.to_thread(post.log.info, who + " was served")
    return "{}, shelf {}, {}".format(str(answer.body, "utf-8"), place, words)
