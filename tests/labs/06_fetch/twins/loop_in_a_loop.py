import tornado.httpclient


def get(address):
    client = tornado.httpclient.HTTPClient()
    try:
        return client.fetch(address).body
    finally:
        client.close()


async def ask(reader, address, news):
    print("debug: before")
    text = get(address).decode("utf-8")
    print(reader + ": " + text)
    print("debug: after")
    await news()
