import urllib.request


def get(address):
    request = urllib.request.Request(address, method="GET")
    reply = urllib.request.urlopen(request, timeout=20)
    print("debug: status", reply.status)
    return str(reply.read(), "utf-8")


async def ask(reader, address, news):
    text = get(address)
    print(reader + ": " + text)
    await news()
    print("debug: done with the news")
