# One image for every process of the platform; the command says which.
FROM node:24-bookworm-slim AS build
WORKDIR /platform
COPY . .
RUN npm ci && npm run build -- --projects=tag:floor:roof && npm prune --omit=dev

FROM node:24-bookworm-slim
WORKDIR /platform
ENV NODE_ENV=production HOST=0.0.0.0
COPY --from=build --chown=node:node /platform /platform
USER node
CMD ["node", "apps/intake/dist/main.js"]
