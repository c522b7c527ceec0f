import { Type } from 'class-transformer';
import { IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { AppConfig } from '@dispute/app-kit';

/** Settings of the notifier besides those of every app. */
export class NotifierConfig extends AppConfig {
  /** Address ranges beyond the public ones that sandbox tenants may be called at, by ipaddr.js's names ("loopback,private"). */
  @IsString() @Matches(/^[A-Za-z0-9,]*$/) WEBHOOK_SANDBOX_RANGES = 'loopback';
  /** How long a receiver may take to answer, in ms. */
  @Type(() => Number) @IsInt() @Min(100) @Max(60_000) WEBHOOK_TIMEOUT_MS = 10_000;
  /** Deliveries on their way at the same time, in all. */
  @Type(() => Number) @IsInt() @Min(1) @Max(1000) WEBHOOK_CONCURRENCY = 256;
  /** How long a process that fell silent keeps its lanes, in ms. */
  @Type(() => Number) @IsInt() @Min(500) @Max(60_000) LANE_LEASE_MS = 5000;
}
