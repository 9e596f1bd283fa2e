from tornado import gen
from tornado.httpclient import AsyncHTTPClient, HTTPRequest


@gen.coroutine
def ask(reader, address, news):
    client = AsyncHTTPClient()
    print("debug: asking", address[:4])
    reply = yield client.fetch(HTTPRequest(address, method="GET"))
    text = str(reply.body, "utf-8")
    print(": ".join([reader, text]))
    yield news()
