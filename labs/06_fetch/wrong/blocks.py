"""Nobody can do anything before the answer is here: urlopen holds the loop.

`urlopen` comes back with the answer. Until then the next line waits, the newspaper, and all other
readers, for there is one loop for all of them. `async def` alone changes nothing. Use
`AsyncHTTPClient().fetch(url)`: it comes back at once with a Future, and the loop is free.
"""

from urllib.request import urlopen


async def ask(name, url, meanwhile):
    with urlopen(url) as response:
        answer = response.read().decode()
    print(f"{name}: {answer}")
    await meanwhile()
