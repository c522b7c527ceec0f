import path from 'node:path';

/** The one Jest set-up: native ESM, TypeScript through swc, workspace packages read from their sources. */
export const esm = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src'],
  reporters: ['default', path.join(import.meta.dirname, 'tools/dev/tests/count-reporter.mjs')],
  testTimeout: 120_000,
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts'] },
  testEnvironmentOptions: { customExportConditions: ['@dispute/source', 'node', 'node-addons'] },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          target: 'es2022',
          experimental: { keepImportAttributes: true },
          keepClassNames: true,
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
        },
      },
    ],
  },
};
