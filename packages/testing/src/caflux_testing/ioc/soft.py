"""An IOC of EPICS base: loads a record database and obeys commands from standard input.

`python -m caflux_testing.ioc.soft DATABASE MACROS [ACCESS]`; ends with its standard input. ACCESS is a file
of rules of access security, which `asInit` reads again. A command is a line of JSON: `["put", NAME, VALUE]`
writes a text as the IOC shell's dbpf does, `["shell", COMMAND]` runs a command.
"""

import ctypes
import json
import sys

from epicscorelibs import ioc

from caflux_testing.ioc.base import dont_lock_memory


def obey(line: str) -> None:
    """Run one command."""
    match json.loads(line):
        case ["put", name, value]:
            # Not through the shell, whose quotes can't hold every text.
            ioc.dbCore.dbpf(ctypes.c_char_p(name.encode()), ctypes.c_char_p(value.encode()))
        case ["shell", command]:
            ioc.ioc(command)
        case other:
            raise ValueError(f"no such command: {other}")


def main() -> None:
    """Serve the database that the arguments name until standard input ends."""
    database, macros, *access = sys.argv[1:]
    dont_lock_memory(ioc.dbCore)
    for file in access:
        ioc.dbCore.asSetFilename(ctypes.c_char_p(file.encode()))
    ioc.start_ioc(database, macros)
    for line in sys.stdin:
        obey(line)


if __name__ == "__main__":
    main()
