from tornado.ioloop import IOLoop


def work(shaft, tell):
    print("sent down")

    def on_metre(number):
        print("heard of", number)
        tell(number)

    return IOLoop.current().run_in_executor(None, shaft.dig, on_metre)
