import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Min, MinLength } from 'class-validator';
import { AppConfig } from '@dispute/app-kit';

/** Settings of the sandbox network. Its one client is named by consumer key and known by its public key. */
export class SandboxConfig extends AppConfig {
  @IsString() @MinLength(8) NETWORK_CONSUMER_KEY!: string;
  /** PEM file of the client's RSA public key. */
  @IsString() @MinLength(1) NETWORK_CLIENT_PUBLIC_KEY_FILE!: string;
  /** Milliseconds until clearing has taken a chargeback and its papers; 0 = at once. */
  @Type(() => Number) @IsInt() @Min(0) SANDBOX_PROCESSING_MS = 300;
  /** The same for a reversal, which can be rejected only before that; ten times as long when absent. */
  @Type(() => Number) @IsOptional() @IsInt() @Min(0) SANDBOX_REVERSAL_MS?: number;
  /** Claims on one page of a queue. */
  @Type(() => Number) @IsInt() @Min(1) SANDBOX_QUEUE_PAGE_SIZE = 2000;
}
