from tornado.concurrent import Future
from tornado.httpclient import AsyncHTTPClient
from tornado.ioloop import IOLoop


def ask(name, url, meanwhile):
    done = Future()
    missing = {"answer", "newspaper"}

    def over(what):
        missing.discard(what)
        if not missing:
            done.set_result(None)

    def on_answer(future):
        print(name + ": " + future.result().body.decode("utf-8"))
        over("answer")

    async def read():
        await meanwhile()
        over("newspaper")

    IOLoop.current().add_future(AsyncHTTPClient().fetch(url), on_answer)
    IOLoop.current().add_callback(read)
    return done
