export interface StreamHome {
  readonly tenant: string;
  readonly shard: number;
}

/** Tenant and shard out of a stream's name, "category/tenant/shard/id". @throws RangeError when it is no such name. */
export function homeOfStream(stream: string): StreamHome {
  const [, tenant, shard] = stream.split('/', 3);
  if (!tenant || !shard || !/^\d+$/.test(shard)) throw new RangeError(`not a stream's name: ${stream}`);
  return { tenant, shard: Number(shard) };
}
