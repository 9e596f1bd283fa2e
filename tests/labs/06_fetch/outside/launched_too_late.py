from tornado.httpclient import AsyncHTTPClient


async def hear(name, url):
    response = await AsyncHTTPClient().fetch(url)
    print(f"{name}: {response.body.decode()}")


async def ask(name, url, meanwhile):
    answer = hear(name, url)
    await meanwhile()
    await answer
