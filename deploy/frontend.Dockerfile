# The dashboard: built with Node, served by Caddy, which also routes the APIs.

FROM node:22-bookworm-slim AS builder
WORKDIR /src
COPY frontend/package.json frontend/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund --loglevel=error
COPY frontend ./
RUN npm run build

FROM caddy:2.10
LABEL org.opencontainers.image.title="CAFlux dashboard" \
      org.opencontainers.image.description="The dashboard of CAFlux and the way to its APIs" \
      org.opencontainers.image.licenses="MIT"
COPY deploy/Caddyfile /etc/caddy/Caddyfile
COPY --from=builder /src/dist /srv
ENV XDG_CONFIG_HOME=/tmp XDG_DATA_HOME=/tmp
EXPOSE 8080
USER 10001:10001
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
