import asyncio
import threading


async def work(shaft, tell):
    loop, news = asyncio.get_running_loop(), asyncio.Queue()

    def send(*what):
        loop.call_soon_threadsafe(news.put_nowait, what)

    def down():
        try:
            send("coal", shaft.dig(lambda metre: send("metre", metre)))
        except Exception as error:
            send("error", error)

    thread = threading.Thread(target=down)
    thread.start()
    while True:
        kind, what = await news.get()
        if kind == "metre":
            tell(what)
        elif kind == "coal":
            thread.join()
            return what
        else:
            raise what
