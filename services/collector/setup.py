"""Build the compiled event callback; without a C compiler the engine runs on pyepics' callbacks."""

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "caflux_collector._ring",
            sources=["src/caflux_collector/_ring.c"],
            extra_compile_args=["-O2", "-std=c11", "-Wall", "-Wextra"],
            optional=True,
        )
    ]
)
