import { esm } from '../jest.base.mjs';

export default {
  ...esm,
  roots: ['<rootDir>'],
  testMatch: ['**/*.e2e.ts', '**/history/*.spec.ts'],
  testTimeout: 400_000,
  globalSetup: '<rootDir>/setup/start-platform.ts',
  globalTeardown: '<rootDir>/setup/stop-platform.ts',
};
