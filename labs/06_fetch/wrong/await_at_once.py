"""Nobody holds the loop, but the newspaper is opened only when the answer is here.

`await` in front of `fetch` waits for the answer before the next line runs. Others can go on, but
this reader cannot. Launch first, wait later: call `fetch` without `await` and keep the Future, or
run two coroutines side by side: `await asyncio.gather(hear(name, url), meanwhile())`.
"""

from tornado.httpclient import AsyncHTTPClient


async def ask(name, url, meanwhile):
    response = await AsyncHTTPClient().fetch(url)
    print(f"{name}: {response.body.decode()}")
    await meanwhile()
