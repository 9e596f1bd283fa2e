from asyncio import Lock, get_running_loop, sleep

import tornado.httpclient

one_stamp = Lock()


def in_thread(work, *given):
    return get_running_loop().run_in_executor(None, work, *given)


async def serve(customer, post):
    client = tornado.httpclient.AsyncHTTPClient()
    answer = await client.fetch("/".join((post.address, customer)))
    number = await in_thread(post.query, customer)
    paper = post.open_form(customer)
    words = await in_thread(paper.read)
    paper.close()
    await one_stamp.acquire()
    post.stamp_down(customer)
    await sleep(post.ink)
    post.stamp_up(customer)
    one_stamp.release()
    print("now the log")
    write = post.log.info
    write(customer + " was served")
    return str(answer.body, "utf-8") + ", shelf " + str(number) + ", " + words
