/** The little of `cloudflare:workers` that the relay uses, so that it compiles without Cloudflare's own types. */
declare module 'cloudflare:workers' {
  type SqlValue = string | number | null;

  /** https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/ */
  type SqlStorage = {
    exec<Row extends Record<string, SqlValue> = Record<string, SqlValue>>(
      query: string,
      ...bindings: SqlValue[]
    ): { toArray(): Row[] };
  };

  type DurableObjectStorage = {
    readonly sql: SqlStorage;
    getAlarm(): Promise<number | null>;
    setAlarm(scheduledTime: number): Promise<void>;
    /** With the alarm, from compatibility date 2026-02-24 on. */
    deleteAll(): Promise<void>;
  };

  type DurableObjectState = {
    readonly storage: DurableObjectStorage;
  };

  abstract class DurableObject<Env = unknown> {
    protected readonly ctx: DurableObjectState;
    protected readonly env: Env;
    constructor(ctx: DurableObjectState, env: Env);
    /** Called at the time of `setAlarm`, again where it throws. */
    alarm?(): Promise<void>;
  }
}
