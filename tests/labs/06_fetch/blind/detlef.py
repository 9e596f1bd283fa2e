"""Ask a slow server, read the newspaper, and tell the answer."""

from tornado import gen
from tornado.httpclient import AsyncHTTPClient, HTTPRequest


class Reader:
    def __init__(self, name, url):
        self.name = name
        self.request = HTTPRequest(url, method="GET")

    @gen.coroutine
    def question(self):
        response = yield AsyncHTTPClient().fetch(self.request)
        print("%s: %s" % (self.name, response.body.decode()))


@gen.coroutine
def ask(name, url, meanwhile):
    reader = Reader(name, url)
    # a list of things to yield = wait for all of them
    yield [reader.question(), meanwhile()]
