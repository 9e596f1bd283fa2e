"""All are begun, and the caller is given the list of what is under way."""


async def fetch_urls(get, pages, at_most):
    promised = []
    for page in pages:
        print(f"asking {page}")
        promised.append(get(page))
    return promised
