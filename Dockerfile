# One image for worker, gateway, sandbox and the `orders` command line: the command says which.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Without the build: the sources are not here yet, and this layer lasts as long as the lock file.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build \
 && npm prune --omit=dev --ignore-scripts \
 && node deploy/prune-native.mjs node_modules

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# What a part writes (the sandbox's orders) goes to a volume here.
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 8080 8090 9464
# Every part drains on SIGTERM; give the worker a minute (`docker stop -t 60`), so that an effect that is out comes to its end.
CMD ["node", "dist/worker/main.js"]
