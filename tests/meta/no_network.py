"""libsotto cannot reach a network: it needs no symbol of sockets, names, TLS or HTTP.

usage: no_network.py LIBRARY...

What a host does with the bytes it pulls from the outbox is not looked at here; tests/embed watches
the system calls of a whole visit.
"""
import re
import sys

from symbols import names
from tap import Report

NETWORK = re.compile(
    r"^(socket|socketpair|connect|bind|listen|accept4?|send|sendto|sendmsg|recv|recvfrom|recvmsg"
    r"|getaddrinfo|getnameinfo|gethostby\w+|res_\w+|__res_\w+|inet_\w+|curl_\w+|SSL_\w+|BIO_\w+"
    r"|MHD_\w+|uv_\w+)$")


def main():
    report = Report()
    for library in sys.argv[1:]:
        report.fact(f"{library.split('/')[-1]} needs no network symbol",
                    [f"{library}: {name}" for name in names(library, "undefined")
                     if NETWORK.match(name)])
    report.end()


if __name__ == "__main__":
    main()
