import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { boundaries, PURE_IMPORTS, PURE_SYNTAX } from './tools/house/import-rule.mjs';

const SPECS = ['**/*.spec.ts', '**/*.fixture.ts', '**/spec-kit/**'];
const PURE_ROOMS = ['kernel', 'contracts', 'domain', 'networks'].map((room) => `libs/${room}/src/**/*.ts`);

export default defineConfig(
  globalIgnores(['**/dist/', '**/node_modules/', '.dev/', '.nx/', '**/coverage/', 'docs/generated/']),
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      globals: globals.node,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(),
      complexity: ['error', 8],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // An async method without await keeps a promise where the port asks for one.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    // Constructors of the roof and of the Nest glue name what they are given; Nest reads their types at run time.
    files: ['apps/**/*.ts', 'libs/app-kit/**/*.ts'],
    rules: {
      'max-params': 'off',
      '@typescript-eslint/max-params': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
    },
  },
  { files: PURE_ROOMS, ignores: SPECS, rules: { 'no-restricted-imports': PURE_IMPORTS } },
  { files: PURE_ROOMS, ignores: SPECS, rules: { 'no-restricted-syntax': PURE_SYNTAX } },
  {
    // Specs may use the scaffold, and read JSON without naming its type.
    files: [...SPECS, 'libs/testing/**/*.ts', 'e2e/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries({ specs: true }),
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // The garden imports anything, by whatever path.
  { files: ['tools/**', 'e2e/**'], rules: { 'no-console': 'off', '@nx/enforce-module-boundaries': 'off' } },
  {
    // Configuration files reach for the root's.
    files: ['**/*.mjs', '**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  prettier,
);
