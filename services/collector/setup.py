"""Build the event callback and the encoder; without a C compiler the engine runs on the same in Python."""

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "caflux_collector._ring",
            sources=["src/caflux_collector/_ring.c", "src/caflux_collector/_lines.c"],
            extra_compile_args=["-O2", "-std=c11", "-Wall", "-Wextra"],
            optional=True,
        )
    ]
)
