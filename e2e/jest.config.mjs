import { esm } from '../jest.base.mjs';

export default {
  ...esm,
  roots: ['<rootDir>'],
  testMatch: ['**/*.e2e.ts', '**/history/*.spec.ts'],
  // Several processes of each app are part of the soak (`npm run soak`), which says how many.
  testPathIgnorePatterns: process.env.E2E_PROCESSES ? [] : ['scale\\.e2e'],
  testTimeout: 180_000,
  globalSetup: '<rootDir>/setup/start-platform.ts',
  globalTeardown: '<rootDir>/setup/stop-platform.ts',
};
