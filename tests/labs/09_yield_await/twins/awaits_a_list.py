from tornado import gen


async def weigh(pages):
    await gen.sleep(1 / 4)
    return pages * 5


async def write(who, pages):
    print(who, "begins", sep=": ")
    await gen.sleep(0.1 * pages)
    print(who, f"{await weigh(pages) * 2} cents", sep=": ")


def start(who, pages):
    letter = write(who, pages)
    print(who, "at work", sep=": ")
    return letter


async def office(post):
    print("good morning")
    await [start(who, pages) for who, pages in post.items()]
    print("office:", "closed")
