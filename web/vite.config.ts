/** Builds the explorer into dist/web; `vite --config web/vite.config.ts` serves it for development beside `rolepath serve`. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';

/** Files of Swagger UI beside public/api-docs/, which shows the API's document offline; with their licences, as those ask. */
function swaggerUi(): Plugin {
  const resolve = createRequire(import.meta.url).resolve;
  const files = {
    'swagger-ui-bundle.js': resolve('swagger-ui-dist/swagger-ui-bundle.js'),
    'swagger-ui-bundle.js.LICENSE.txt': resolve('swagger-ui-dist/swagger-ui-bundle.js.LICENSE.txt'),
    'swagger-ui.css': resolve('swagger-ui-dist/swagger-ui.css'),
    'LICENSE.txt': resolve('swagger-ui-dist/LICENSE'),
    'NOTICE.txt': resolve('swagger-ui-dist/NOTICE'),
  };
  return {
    name: 'swagger-ui',
    generateBundle() {
      for (const [name, path] of Object.entries(files))
        this.emitFile({ type: 'asset', fileName: `api-docs/${name}`, source: readFileSync(path) });
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [preact({ reactAliasesEnabled: false }), swaggerUi()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The content security policy allows no data: addresses, so every asset is a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:4321' } },
});
