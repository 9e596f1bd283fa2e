from asyncio import gather, sleep


async def weigh(pages):
    await sleep(1 / 4)
    return pages * 5


async def write(who, pages):
    print(who, "begins", sep=": ")
    await sleep(0.1 * pages)
    print(who, f"{await weigh(pages) * 2} cents", sep=": ")


async def hello(who):
    print("good morning", who)


async def office(post):
    for who in post:
        # This await waits for nothing, so it makes no room.
        await hello(who)
        print(who, "at work", sep=": ")
    await gather(*[write(*letter) for letter in post.items()])
    print("office:", "closed")
