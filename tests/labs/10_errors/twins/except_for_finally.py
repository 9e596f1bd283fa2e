import asyncio


class Phone:
    def __init__(self, call, hang_up):
        self.call = call
        self.hang_up = hang_up

    async def ring(self, observer):
        try:
            degrees = await self.call(observer)
            self.hang_up(observer)
            return degrees
        except Exception:
            print("debug: hang up, though it failed")
            self.hang_up(observer)
            raise


async def ask_all(call, hang_up, names):
    phone = Phone(call, hang_up)
    told = await asyncio.gather(*map(phone.ring, names), return_exceptions=True)
    return {observer: told[number] for number, observer in enumerate(names)}
