import asyncio as aio

from tornado.httpclient import AsyncHTTPClient as Client

everything = aio.Lock()


async def serve(who, post):
    await everything.acquire()
    print("next, please")
    try:
        answer = await Client().fetch(post.address + "/" + who)
        place = await aio.to_thread(post.query, who)
        sheet = post.open_form(who)
        words = await aio.to_thread(sheet.read)
        sheet.close()
        post.stamp_down(who)
        await aio.sleep(post.ink)
        post.stamp_up(who)
        await aio.to_thread(post.log.info, who + " was served")
    finally:
        everything.release()
    return "{}, shelf {}, {}".format(str(answer.body, "utf-8"), place, words)
