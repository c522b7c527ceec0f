import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Max,
  Min,
  MinLength,
  validateSync,
} from 'class-validator';

const local = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

/** Settings of every app, read once from the environment. Defaults suit development on one machine. */
export class AppConfig {
  @Type(() => Number) @IsInt() @Min(0) @Max(65535) PORT = 0;
  @IsString() HOST = '127.0.0.1';
  @IsUrl({ ...local, protocols: ['postgres', 'postgresql'] }) DATABASE_URL =
    'postgres://postgres@127.0.0.1:54329/postgres';
  @IsString() @MinLength(3) KAFKA_BROKERS = '127.0.0.1:19092';
  @IsUrl(local) INTAKE_URL = 'http://127.0.0.1:4000';
  @IsUrl(local) OPS_URL = 'http://127.0.0.1:4001';
  @IsUrl(local) NOTIFIER_URL = 'http://127.0.0.1:4002';
  @IsUrl(local) CREDITS_URL = 'http://127.0.0.1:4003';
  @IsUrl(local) GATEWAY_URL = 'http://127.0.0.1:4004';
  @IsUrl(local) SANDBOX_URL = 'http://127.0.0.1:4005';
  /** Bearer token of the operators' API. */
  @IsString() @MinLength(16) OPS_TOKEN!: string;
  /** Bearer token between the apps. */
  @IsString() @MinLength(16) INTERNAL_TOKEN!: string;
  @IsString() DOCUMENTS_DIR = '.dev/documents';
  /** Where the roots of the audit chain are appended, out of the database's reach; unset: lines of the log. */
  @IsOptional() @IsString() AUDIT_DIR?: string;
  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']) LOG_LEVEL = 'info';
  @Type(() => Number) @IsInt() @Min(1) DATABASE_POOL_SIZE = 16;
  /** Milliseconds after which Kafka gives a silent consumer's partitions to another. */
  @Type(() => Number) @IsInt() @Min(1000) KAFKA_SESSION_TIMEOUT_MS = 6000;
  /** Of topics that are made here; -1: as the brokers have it. */
  @Type(() => Number) @IsInt() @Min(-1) KAFKA_REPLICATION_FACTOR = -1;
  /** Default: one less than the replication factor, where that is given. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) KAFKA_MIN_INSYNC_REPLICAS?: number;
  @Type(() => Number) @IsInt() @Min(1) KAFKA_RETENTION_HOURS = 168;
  /** Days for which a repeated Idempotency-Key gets its first answer; kept by ops, the notifier and the sandbox. */
  @Type(() => Number) @IsInt() @Min(1) @Max(365) IDEMPOTENCY_DAYS = 7;
  /** Requests a second that one API key, or the operators, may send to one process; 0 = no limit. */
  @Type(() => Number) @IsInt() @Min(0) RATE_LIMIT_PER_SECOND = 5000;
  /** Requests that they may send at once, after a rest. */
  @Type(() => Number) @IsInt() @Min(1) RATE_LIMIT_BURST = 10_000;
  @IsOptional() @IsBoolean() LOG_REQUESTS?: boolean;
}

/** @throws Error whose message names every setting that is wrong and what it should be. */
export function loadConfig<C extends AppConfig>(
  ConfigClass: new () => C,
  defaults: Partial<C>,
  env: NodeJS.ProcessEnv = process.env,
): C {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const config = plainToInstance(ConfigClass, { ...new ConfigClass(), ...defaults, ...given });
  const faults = validateSync(config, { skipMissingProperties: false });
  if (faults.length > 0) {
    const words = faults.map((fault) => Object.values(fault.constraints ?? {}).join(', '));
    throw new Error(`The environment is not complete: ${words.join('; ')}.`);
  }
  return config;
}
