"""with_timeout and seconds, imported by name."""

from tornado.gen import with_timeout


async def in_time(car, seconds):
    drive = car.drive_async()
    try:
        await with_timeout(seconds, drive)
    except TimeoutError as error:
        print("oh:", error)
        return False
    finally:
        car.park()
    return True


async def deliver(car, seconds, tries):
    for number in range(tries):
        print("try", number)
        if await in_time(car, seconds):
            return True
    return False
