import asyncio
import threading


def go(function, *args):
    box = []

    def work():
        try:
            box.append((function(*args), None))
        except Exception as error:
            box.append((None, error))

    threading.Thread(target=work).start()

    async def look():
        while not box:
            await asyncio.sleep(0.1)
        answer, error = box[0]
        if error is not None:
            raise error
        return answer

    return asyncio.create_task(look())
