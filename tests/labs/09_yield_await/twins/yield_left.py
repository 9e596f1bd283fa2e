import asyncio


async def weigh(pages):
    print("weighing", pages)
    yield asyncio.sleep(1 / 4)


async def write(who, pages):
    print(who, "begins", sep=": ")
    yield asyncio.sleep(0.1 * pages)
    weight = yield weigh(pages)
    print(who, f"{weight + weight} cents", sep=": ")


async def office(post):
    running = [write(who, pages) for who, pages in post.items()]
    for clerk in running:
        yield clerk
    print("office:", "closed")
