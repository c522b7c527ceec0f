/** Middle of the values: of an even number of them, the mean of the two in the middle. @throws RangeError without values */
export function median(values: readonly number[]): number {
  return (percentile(values, 0.5, Math.floor) + percentile(values, 0.5, Math.ceil)) / 2;
}

/** The value below which a share of all values lies (nearest rank). @param share from 0 to 1 */
export function percentile(values: readonly number[], share: number, rank = Math.ceil): number {
  if (values.length === 0) throw new RangeError('there is nothing to take a percentile of');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[rank(share * (sorted.length - 1))] as number;
}

/** Round by round, so that what slowed both of them down in one round does not count. */
export function ratiosOf(ours: readonly number[], theirs: readonly number[]): number[] {
  if (ours.length !== theirs.length) throw new RangeError('ratios need as many rounds of one as of the other');
  return ours.map((value, round) => value / (theirs[round] as number));
}

export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  low: Math.min(...values),
  high: Math.max(...values),
});
