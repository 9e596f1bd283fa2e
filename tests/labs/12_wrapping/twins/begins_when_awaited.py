from tornado.ioloop import IOLoop


async def go(job, *values):
    print("looking for a helper")
    helpers = IOLoop.current()
    outcome = await helpers.run_in_executor(None, lambda: job(*values))
    print("the helper is back")
    return outcome
