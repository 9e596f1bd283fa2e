from threading import Lock


class Counter:
    def __init__(self):
        self.mutex = Lock()

    async def pay(self, bank, payer, payee, much):
        print("debug: here is", payer)
        self.mutex.acquire()
        try:
            mine, yours = await bank.read(payer, payee)
            if mine >= much:
                await bank.write({payee: yours + much, payer: mine - much})
                return True
            return False
        finally:
            self.mutex.release()


transfer = Counter().pay
