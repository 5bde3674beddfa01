"""Ports of this machine for what a test starts, and starts again."""
import random
import socket


def steady_port():
    """One below those that the system lends to clients, who would take it while nobody listens."""
    draw = random.SystemRandom()
    while True:
        port = draw.randrange(20000, 32000)
        with socket.socket() as place:
            if place.connect_ex(("127.0.0.1", port)):
                return port
