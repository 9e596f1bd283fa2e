"""
A thread for each friend: two hundred who only wait hold two hundred threads.

    0.0  Hedda: friends on the line: 200, threads: 201
    0.5  Signe: hello
    1.0  Hedda: tea at five
    1.0  Hedda: 200 friends have heard
"""

import threading
import time

FRIENDS = 200
news = threading.Event()
heard = []


def hold_the_line(friend):
    news.wait()
    heard.append(friend)


def say_hello():
    print("Signe: hello")


def main():
    friends = [threading.Thread(target=hold_the_line, args=[n]) for n in range(FRIENDS)]
    for friend in friends:
        friend.start()
    print(f"Hedda: friends on the line: {FRIENDS}, threads: {threading.active_count()}")
    threading.Timer(0.5, say_hello).start()
    time.sleep(1.0)
    print("Hedda: tea at five")
    news.set()
    for friend in friends:
        friend.join()
    print(f"Hedda: {len(heard)} friends have heard")


main()
