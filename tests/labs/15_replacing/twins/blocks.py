import threading
import urllib.request
from time import sleep

the_stamp = threading.Lock()


class Customer:
    def __init__(self, called, post):
        self.called, self.post = called, post

    async def price(self):
        print("asking for the price")
        with urllib.request.urlopen("/".join([self.post.address, self.called])) as page:
            return str(page.read(), "utf-8")

    async def form(self):
        sheet = self.post.open_form(self.called)
        words = sheet.read()
        sheet.close()
        return words

    async def be_stamped(self):
        the_stamp.acquire()
        self.post.stamp_down(self.called)
        sleep(self.post.ink)
        self.post.stamp_up(self.called)
        the_stamp.release()


async def serve(who, post):
    customer = Customer(who, post)
    price = await customer.price()
    shelf = post.query(who)
    form = await customer.form()
    await customer.be_stamped()
    post.log.info(who + " was served")
    return f"{price}, shelf {shelf}, {form}"
