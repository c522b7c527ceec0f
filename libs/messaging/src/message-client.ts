/** A message as it was read. Headers are decoded as UTF-8; of a header sent twice the last one counts. */
export interface IncomingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A message to send. Without `partition` the key decides, hashed as Kafka's own clients do. */
export interface OutgoingRecord {
  readonly partition?: number;
  readonly key: string;
  readonly value: string | Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Records of one partition, in order, with nothing left out between them that the topic still holds. */
export interface IncomingBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly IncomingRecord[];
  /** Keeps the membership alive; needed only where a handler blocks longer than a session, a timer does the rest. */
  heartbeat(): Promise<void>;
  /** False as soon as the consumer is being stopped: a long handler may give up, the batch will come again. */
  isRunning(): boolean;
}

export interface ConsumeOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Resolved: the offsets behind it are committed. Thrown: the same records come again, for ever; other partitions go on. */
  readonly onBatch: (batch: IncomingBatch) => Promise<void>;
  /** Most records given to one onBatch. Default 500. */
  readonly maxBatchRecords?: number;
  /** Partitions handled at the same time. Default 8. */
  readonly concurrency?: number;
  /** How long a silent member keeps its partitions, in ms. Default 6000, the least that a broker allows unless told otherwise. */
  readonly sessionTimeoutMs?: number;
  /** Pause after a throwing onBatch, in ms: first, and the most it grows to. Default 200 and 10000. */
  readonly retryDelayMs?: { readonly first: number; readonly most: number };
}

export interface PartitionLag {
  readonly topic: string;
  readonly partition: number;
  /** Offset of the next record that will be written. */
  readonly end: number;
  /** Records that the group has not committed yet. */
  readonly lag: number;
}

export interface ConsumerHandle {
  readonly groupId: string;
  /** Resolves when the consumer has joined its group for the first time; never rejects. */
  readonly ready: Promise<void>;
  /** Joined and fetching now; false before the first join and while the broker is away. */
  readonly isReady: boolean;
  /** Partitions of this member, by topic. */
  assignment(): Readonly<Record<string, readonly number[]>>;
  /** Asks the broker: one entry for each partition of the topics, whichever member of the group has it. */
  lag(): Promise<readonly PartitionLag[]>;
  /** Finishes the batches in hand, commits them and leaves the group. */
  stop(): Promise<void>;
}

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
}

/** What the platform needs of a message broker; Kafka stands behind it. */
export interface MessageClient {
  /** Creates what is missing and waits while the broker is away. @throws when a topic exists with fewer partitions */
  ensureTopics(topics: readonly TopicSpec[]): Promise<void>;
  /**
   * One request, acknowledged by every replica in sync; one is in flight at a time. Nothing is retried behind the caller's back:
   * after an error the records may or may not be in the log.
   */
  send(topic: string, records: readonly OutgoingRecord[]): Promise<void>;
  /** Starts at once and lives until stopped, through outages and crashes; the broker may be away when it is called. */
  consume(options: ConsumeOptions): Promise<ConsumerHandle>;
  /** The newest record of each partition that has one. @param partitions all of the topic, unless given */
  lastRecords(topic: string, partitions?: readonly number[]): Promise<ReadonlyMap<number, IncomingRecord>>;
  /** False between the line that says the broker went away and the line that says it is back. */
  readonly isReachable: boolean;
  /** How often the broker has been away and has come back. */
  readonly outages: number;
  /** Resolves at the first answer of the broker, however long that takes. */
  untilReachable(): Promise<void>;
  /** Stops the consumers that are left and closes every connection. */
  close(): Promise<void>;
}

/** Where lines for the operator go; pino and Nest's loggers fit behind it. */
export interface MessagingLogger {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}
