/** What was sealed is not there any more, or the seals are not those that were exported: the shard is not sealed on. */
export class BrokenChain extends Error {}
