import { esm } from '../../jest.base.mjs';

export default { ...esm, roots: ['<rootDir>'] };
