"""What spares requests to servers under test from reading certificates."""

import ssl

PLAIN_HTTP = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For `verify=` of httpx: trusts nobody, which is no matter where no TLS is spoken.

Without it httpx reads all certificates of the machine for every client, and for every request made without
one: 20 ms of a processor, each time that `until` looks.
"""
