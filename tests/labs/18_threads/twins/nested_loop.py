from tornado.ioloop import IOLoop


class Messenger:
    def __init__(self, function):
        self.function = function
        self.office = IOLoop.current()

    async def go(self, number):
        self.function(number)

    def __call__(self, number):
        print("a messenger runs up")
        self.office.asyncio_loop.run_until_complete(self.go(number))


async def work(shaft, tell):
    digging = IOLoop.current().run_in_executor(None, shaft.dig, Messenger(tell))
    return await digging
