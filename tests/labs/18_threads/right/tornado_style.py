from tornado import gen
from tornado.ioloop import IOLoop


@gen.coroutine
def work(shaft, tell):
    io_loop = IOLoop.current()

    def report(metre):
        print("a metre more")
        io_loop.add_callback(tell, metre)

    coal = yield io_loop.run_in_executor(None, shaft.dig, report)
    return coal
