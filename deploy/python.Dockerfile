# The Python services, one target each:  docker build -f deploy/python.Dockerfile --target config-api .
# `docker compose build` builds them all. First the dependencies, which seldom change, then the sources.

FROM python:3.12-slim-bookworm AS builder
RUN python -m venv /opt/uv && /opt/uv/bin/pip install --quiet --no-cache-dir --disable-pip-version-check uv==0.13.9
ENV UV_PROJECT_ENVIRONMENT=/opt/caflux \
    UV_PYTHON_DOWNLOADS=never \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_FROZEN=1 \
    PATH=/opt/uv/bin:$PATH
WORKDIR /src
COPY pyproject.toml uv.lock ./

FROM builder AS config-api-builder
RUN --mount=type=cache,target=/root/.cache/uv uv sync --no-install-workspace --package caflux-config-api
COPY packages packages
COPY services services
RUN --mount=type=cache,target=/root/.cache/uv uv sync --no-editable --package caflux-config-api

FROM builder AS query-api-builder
RUN --mount=type=cache,target=/root/.cache/uv uv sync --no-install-workspace --package caflux-query-api
COPY packages packages
COPY services services
RUN --mount=type=cache,target=/root/.cache/uv uv sync --no-editable --package caflux-query-api

FROM builder AS supervisor-builder
RUN --mount=type=cache,target=/root/.cache/uv uv sync --no-install-workspace --package caflux-supervisor
COPY packages packages
COPY services services
RUN --mount=type=cache,target=/root/.cache/uv uv sync --no-editable --package caflux-supervisor

FROM builder AS demo-ioc-builder
RUN --mount=type=cache,target=/root/.cache/uv uv sync --no-install-workspace --package caflux-demo-ioc
COPY packages packages
COPY services services
RUN --mount=type=cache,target=/root/.cache/uv uv sync --no-editable --package caflux-demo-ioc

FROM builder AS collector-builder
RUN apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev \
    && rm -rf /var/lib/apt/lists/*
RUN --mount=type=cache,target=/root/.cache/uv uv sync --no-install-workspace --package caflux-collector
COPY packages packages
COPY services services
COPY scripts/callback-is-compiled scripts/
# The compiled callback is optional on a laptop, not here.
RUN --mount=type=cache,target=/root/.cache/uv uv sync --no-editable --package caflux-collector \
    && /opt/caflux/bin/python scripts/callback-is-compiled

FROM python:3.12-slim-bookworm AS runtime
LABEL org.opencontainers.image.title="CAFlux" \
      org.opencontainers.image.description="Archives EPICS process variables" \
      org.opencontainers.image.licenses="MIT"
# The folders are here so that volumes mounted on them belong to the user who writes to them.
RUN groupadd --gid 10001 caflux \
    && useradd --uid 10001 --gid caflux --no-create-home --home-dir /data --shell /usr/sbin/nologin caflux \
    && install --directory --owner caflux --group caflux --mode 0700 \
        /data /secrets/root /secrets/database /secrets/service /secrets/reader
ENV PATH=/opt/caflux/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CAFLUX_DATA=/data \
    CAFLUX_HOST=0.0.0.0 \
    CAFLUX_PORT=8000 \
    CAFLUX_LOG_FORMAT=json
WORKDIR /data
USER 10001:10001

FROM runtime AS config-api
COPY --from=config-api-builder /opt/caflux /opt/caflux
EXPOSE 8000
CMD ["python", "-m", "caflux_config_api"]

FROM runtime AS query-api
COPY --from=query-api-builder /opt/caflux /opt/caflux
EXPOSE 8000
CMD ["python", "-m", "caflux_query_api"]

FROM runtime AS supervisor
COPY --from=supervisor-builder /opt/caflux /opt/caflux
EXPOSE 8000
CMD ["python", "-m", "caflux_supervisor"]

FROM runtime AS demo-ioc
COPY --from=demo-ioc-builder /opt/caflux /opt/caflux
EXPOSE 5064/tcp 5064/udp
CMD ["python", "-m", "caflux_demo_ioc"]

FROM runtime AS collector
COPY --from=collector-builder /opt/caflux /opt/caflux
EXPOSE 9100 9101
CMD ["python", "-m", "caflux_collector.manager"]
