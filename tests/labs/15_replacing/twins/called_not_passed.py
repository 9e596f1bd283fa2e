import asyncio as aio

from tornado import locks
from tornado.httpclient import AsyncHTTPClient as Client
from tornado.ioloop import IOLoop

pad = locks.Lock()


async def serve(who, post):
    thread = IOLoop.current().run_in_executor
    answer = await Client().fetch(post.address + "/" + who)
    print("asking the database")
    place = await thread(None, post.query(who))
    sheet = post.open_form(who)
    words = await thread(None, sheet.read)
    sheet.close()
    await pad.acquire()
    post.stamp_down(who)
    await aio.sleep(post.ink)
    post.stamp_up(who)
    pad.release()
    await thread(None, post.log.info, who + " was served")
    return "{}, shelf {}, {}".format(str(answer.body, "utf-8"), place, words)
