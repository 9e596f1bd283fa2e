import asyncio
from threading import Thread

from tornado.ioloop import IOLoop


class Telephone:
    def __init__(self, shaft, tell):
        self.office = IOLoop.current()
        self.shaft, self.tell = shaft, tell
        self.rings = asyncio.Event()
        self.tons = None

    def down(self):
        self.tons = self.shaft.dig(self.metre)
        print("hanging up")
        self.office.add_callback(self.rings.set)

    def metre(self, number):
        self.office.add_callback(self.tell, number)


async def work(shaft, tell):
    telephone = Telephone(shaft, tell)
    Thread(target=telephone.down, daemon=True).start()
    await telephone.rings.wait()
    return telephone.tons
