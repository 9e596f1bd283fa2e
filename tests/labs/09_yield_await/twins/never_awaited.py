from tornado import gen


async def weigh(pages):
    await gen.sleep(1 / 4)
    return pages * 5


class Clerk:
    def __init__(self, who):
        self.who = who

    async def letter(self, pages):
        print(self.who, "begins", sep=": ")
        await gen.sleep(0.1 * pages)
        print(self.who, f"{await weigh(pages) * 2} cents", sep=": ")


async def write(who, pages):
    await Clerk(who).letter(pages)


async def office(post):
    print("good morning")
    for who, pages in post.items():
        letter = write(who, pages)
        print(who, "at work", sep=": ")
        del letter
    print("office:", "closed")
