import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, IsString, IsUrl, Min, MinLength } from 'class-validator';
import { AppConfig } from '@dispute/app-kit';

const HOUR_MS = 3_600_000;

/** Settings of the gateway. The network is reached by its base URL alone. */
export class GatewayConfig extends AppConfig {
  /** Everything before "/v6/…". */
  @IsUrl({ require_tld: false, protocols: ['http', 'https'] }) NETWORK_BASE_URL = 'http://127.0.0.1:4005/mastercom';
  @IsString() @MinLength(8) NETWORK_CONSUMER_KEY!: string;
  /** PEM file of the private key that requests are signed with. */
  @IsString() @MinLength(1) NETWORK_SIGNING_KEY_FILE!: string;
  /** A network of the sandbox kind is told the tenant's date, so that test clocks reach its papers. */
  @Transform(({ value }) => value === true || value === 'true') @IsBoolean() NETWORK_SANDBOX_DATES = false;
  @Type(() => Number) @IsInt() @Min(100) NETWORK_TIMEOUT_MS = 30_000;
  /** The network takes 150 from all processes together. */
  @Type(() => Number) @IsInt() @Min(1) NETWORK_REQUESTS_PER_SECOND = 150;
  /** After an unknown outcome: how long before the same command may be sent again (Mastercom: more than an hour). */
  @Type(() => Number) @IsInt() @Min(0) NETWORK_RESEND_AFTER_MS = HOUR_MS + 60_000;
  /** After "too many requests" or "unavailable": the same command is never sent twice within a minute. */
  @Type(() => Number) @IsInt() @Min(0) NETWORK_RETRY_AFTER_MS = 61_000;
  /** How long papers are waited for before what they belong to is told without them. */
  @Type(() => Number) @IsInt() @Min(0) NETWORK_PAPERS_WITHIN_MS = 24 * HOUR_MS;
  /** Every claim with an open dispute is looked at so often, whatever the queues say of it. */
  @Type(() => Number) @IsInt() @Min(0) NETWORK_SWEEP_AFTER_MS = 24 * HOUR_MS;
  @Type(() => Number) @IsInt() @Min(50) POLL_INTERVAL_MS = 60_000;
}
