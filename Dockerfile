# Rolepath with the example organization. Debian, not Alpine: Ladybug's binary needs glibc 2.34 or later.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --include=dev --no-save --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-save && rm -rf node_modules/.cache

FROM node:20-bookworm-slim
ENV NODE_ENV=production ROLEPATH_DATA=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/examples ./examples
RUN mkdir /data && chown node:node /data && ln -s /app/dist/cli/main.js /usr/local/bin/rolepath
USER node
VOLUME /data
EXPOSE 4321
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4321/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["rolepath"]
CMD ["demo", "--host", "0.0.0.0"]
