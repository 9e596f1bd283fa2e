from tornado.ioloop import IOLoop


def everybody(sleepers):
    from asyncio import sleep

    io_loop = IOLoop.current()
    for person in sleepers:
        print(f"{person}: sleeping")
        io_loop.call_later(sleepers[person], lambda person=person: print(f"{person}: awake!"))
    print("all in bed")
    return sleep(0)
