"""A party: order, mingle, drink. (the old way, with yield)"""

from tornado import gen


@gen.coroutine
def guest(name, seconds, mix):
    print("%s: orders" % name)
    # a bare mix(name) would not start before I yield it!
    glass = gen.convert_yielded(mix(name))
    yield gen.sleep(seconds)
    print("%s: back at the bar" % name)
    yield glass
    print("%s: drinks" % name)


@gen.coroutine
def party(guests, mix):
    yield [guest(n, s, mix) for n, s in guests.items()]
