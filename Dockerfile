# syntax=docker/dockerfile:1
# The mlops command on Debian with glibc (the native modules need it). Built from this folder alone:
#   docker build -t mlops .
#   docker run --rm -v mlops-state:/var/lib/mlops mlops realtime --offline
ARG NODE_VERSION=24.21.0

# Compiles and packs the packages as they are published, then puts them over an install of the locked dependencies.
FROM node:${NODE_VERSION}-bookworm-slim AS build
ARG PNPM_VERSION=12.21.0
WORKDIR /build
COPY . .
RUN npx -y pnpm@${PNPM_VERSION} install --frozen-lockfile
RUN node_modules/.bin/tsc -b tsconfig.build.json
RUN npx -y pnpm@${PNPM_VERSION} -r --filter-prod "mlops..." pack --pack-destination packed

WORKDIR /app
RUN cp /build/LICENSE /build/NOTICE /build/package.json /build/pnpm-lock.yaml /build/pnpm-workspace.yaml .
RUN cd /build && cp --parents packages/*/package.json /app/
RUN npx -y pnpm@${PNPM_VERSION} install --frozen-lockfile --prod --filter-prod "mlops..."
RUN for packed in /build/packed/*.tgz; do \
      name="$(tar -xzOf "$packed" package/package.json | node -p 'JSON.parse(require("fs").readFileSync(0)).name.replace("@mlops/", "")')" \
      && tar -xzf "$packed" --strip-components=1 -C "packages/$name" || exit 1; \
    done
# A checkout brings a Node of its own, which the base image makes needless; onnxruntime-node brings the libraries of all
# platforms, of which one is needed.
RUN rm -rf node_modules/.pnpm/node-linux-* node_modules/node-linux-* \
    && find node_modules/.pnpm -path "*/onnxruntime-node/bin/*/*/*" -prune -type d \
      ! -path "*/linux/$(node -p process.arch)" -exec rm -rf {} +
RUN mkdir state && node packages/mlops/bin/mlops.js --version

FROM node:${NODE_VERSION}-bookworm-slim
LABEL org.opencontainers.image.title="mlops" \
      org.opencontainers.image.description="MLOps orchestrator for tabular models" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production \
    MLOPS_HOME=/var/lib/mlops \
    NODE_COMPILE_CACHE=/tmp/node-compile-cache
COPY --from=build /app /app
COPY --from=build --chown=node:node /app/state /var/lib/mlops
RUN ln -s /app/packages/mlops/bin/mlops.js /usr/local/bin/mlops
# A project's config/ and recipes/ are mounted here; without them those of the package apply.
WORKDIR /project
USER node
VOLUME /var/lib/mlops
# Opens the store and reads from it: unhealthy where it cannot be reached.
HEALTHCHECK --interval=60s --timeout=30s --start-period=30s --retries=3 \
  CMD ["node", "/app/packages/mlops/bin/mlops.js", "runs", "list", "--limit", "1", "--quiet"]
# Node itself is the first process: it takes SIGTERM and stops gracefully.
ENTRYPOINT ["node", "/app/packages/mlops/bin/mlops.js"]
CMD ["doctor"]
