/** Where sessions are found again: by id, and by service and day, so that a list costs what it returns. */
import type { LiveSession } from './session.ts';

const dayLength = 24 * 60 * 60_000;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

export class Archive {
  readonly byId: Map<string, LiveSession> = new Map();
  readonly #services: Map<string, Map<string, LiveSession[]>> = new Map();
  readonly #keepDays: number;

  constructor(keepDays: number) {
    this.#keepDays = keepDays;
  }

  file(session: LiveSession): void {
    const { id, service, createdAt } = session;
    const days = this.#services.get(service.id) ?? new Map<string, LiveSession[]>();
    const today = dayOf(createdAt);
    const sessions = days.get(today);
    if (sessions) sessions.push(session);
    else {
      this.#forget(days, today);
      this.#services.set(service.id, days.set(today, [session]));
    }
    this.byId.set(id, session);
  }

  /** Both days included; oldest first. */
  list(serviceId: string, from: string, to: string): readonly LiveSession[] {
    const days = [...(this.#services.get(serviceId) ?? [])];
    return days.filter(([day]) => from <= day && day <= to).flatMap(([, sessions]) => sessions);
  }

  #forget(days: Map<string, LiveSession[]>, today: string): void {
    for (const [day, sessions] of days) {
      if (Date.parse(today) - Date.parse(day) <= this.#keepDays * dayLength) continue;
      for (const { id } of sessions) this.byId.delete(id);
      days.delete(day);
    }
  }
}
