import asyncio as aio

from tornado.httpclient import AsyncHTTPClient as Client


async def press(post, who):
    post.stamp_down(who)
    await aio.create_task(aio.sleep(post.ink))
    post.stamp_up(who)
    print("stamped", who)


async def serve(who, post):
    answer = await Client().fetch(post.address + "/" + who)
    place = await aio.to_thread(post.query, who)
    sheet = post.open_form(who)
    words = await aio.to_thread(sheet.read)
    sheet.close()
    await press(post, who)
    await aio.to_thread(post.log.info, who + " was served")
    return "{}, shelf {}, {}".format(str(answer.body, "utf-8"), place, words)
