"""
A pool of twenty threads: those who only wait hold all of them, and Signe waits too.

    0.0  Hedda: friends who want to wait: 200, threads: 21
    1.0  Hedda: tea at five
    1.0  Signe: hello
    1.0  Hedda: 200 friends have heard
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

FRIENDS = 200
news = threading.Event()
heard = []


def hold_the_line(friend):
    news.wait()
    heard.append(friend)


def say_hello():
    print("Signe: hello")


def main():
    pool = ThreadPoolExecutor(20)
    for friend in range(FRIENDS):
        pool.submit(hold_the_line, friend)
    print(f"Hedda: friends who want to wait: {FRIENDS}, threads: {threading.active_count()}")
    threading.Timer(0.5, pool.submit, [say_hello]).start()
    time.sleep(1.0)
    print("Hedda: tea at five")
    news.set()
    pool.shutdown()  # waits until everything is done
    print(f"Hedda: {len(heard)} friends have heard")


main()
