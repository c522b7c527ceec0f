import type { RuleFile } from '../rule-file.js';
import edition2021 from './2021-10.json' with { type: 'json' };

/** Every edition of the rules. A new one is a file beside this one and its name here; none is ever taken away. */
export const EDITIONS = [edition2021] as readonly unknown[] as readonly RuleFile[];
