"""Ask a slow server, read the newspaper, and tell the answer."""

from urllib.request import urlopen


async def ask(name, url, meanwhile):
    # TODO: nobody opens the newspaper before the answer is here, and nobody else can do anything.
    # Launch the request, read meanwhile, and tell the answer as soon as it is here.
    answer = urlopen(url).read().decode()
    print(f"{name}: {answer}")
    await meanwhile()
