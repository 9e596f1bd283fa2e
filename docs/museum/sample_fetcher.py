"""
Fetch and wait; then fetch and be called back, which ended with the argument `callback`.

    5.0  fetched, after a long wait
    5.0  launching a fetch
    5.0  TypeError: HTTPRequest.__init__() got an unexpected keyword argument 'callback'
"""

import asyncio
import threading

from tornado.httpclient import AsyncHTTPClient, HTTPClient
from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler

URL = "http://127.0.0.1:8888/"
serving = threading.Event()


class Hello(RequestHandler):
    async def get(self):
        await asyncio.sleep(5)
        self.write("Hello, world")


async def serve():
    Application([("/", Hello)]).listen(8888, "127.0.0.1")
    serving.set()
    await asyncio.Event().wait()


def finally_there(response):
    print("finally:", response.body)


threading.Thread(target=asyncio.run, args=[serve()], daemon=True).start()
serving.wait()
HTTPClient().fetch(URL)
print("fetched, after a long wait")
print("launching a fetch")
AsyncHTTPClient().fetch(URL, callback=finally_there)
print("this line comes first")
IOLoop.instance().start()
