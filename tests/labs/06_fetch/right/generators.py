from tornado import gen
from tornado.httpclient import AsyncHTTPClient


@gen.coroutine
def hear(name, url):
    print("looking for", name)
    response = yield AsyncHTTPClient().fetch(url)
    text = response.body.decode()
    print(f"{name}: {text}")


@gen.coroutine
def ask(name, url, meanwhile):
    heard = hear(name, url)
    yield meanwhile()
    yield heard
