/** The applications of an Infobip account and their message templates, as the management API keeps them. */
import { randomHex } from '../kit/surroundings.ts';
import { documentedConfiguration, type InfobipApplication, type InfobipTemplate } from './options.ts';

type Fields = Readonly<Record<string, unknown>>;

export class Account {
  readonly applications: Map<string, InfobipApplication> = new Map();
  readonly #templates: Map<string, InfobipTemplate> = new Map();
  readonly #random: () => number;

  constructor(application: InfobipApplication, templates: readonly InfobipTemplate[], random: () => number) {
    this.applications.set(application.applicationId, application);
    for (const template of templates) this.#templates.set(template.messageId, template);
    this.#random = random;
  }

  /** Makes an application, or changes one: what is left out stays as it was, or is as documented. */
  saveApplication(fields: Fields, old?: InfobipApplication): InfobipApplication {
    const applicationId = old?.applicationId ?? this.#id();
    const { name, enabled = old?.enabled ?? true, configuration } = fields as Partial<InfobipApplication>;
    const application = {
      applicationId,
      name: name ?? old?.name ?? '',
      configuration: { ...documentedConfiguration, ...old?.configuration, ...configuration },
      enabled,
    };
    this.applications.set(applicationId, application);
    return application;
  }

  /** The same for a template of an application. */
  saveTemplate(applicationId: string, fields: Fields, old?: InfobipTemplate): InfobipTemplate {
    const messageId = old?.messageId ?? this.#id();
    const template: InfobipTemplate = { pinType: 'NUMERIC', pinLength: 4, ...old, ...fields, messageId, applicationId };
    this.#templates.set(messageId, template);
    return template;
  }

  template(applicationId: string, messageId: string): InfobipTemplate | undefined {
    const template = this.#templates.get(messageId);
    return template?.applicationId === applicationId ? template : undefined;
  }

  templatesOf(applicationId: string): readonly InfobipTemplate[] {
    return [...this.#templates.values()].filter((template) => template.applicationId === applicationId);
  }

  #id(): string {
    return randomHex(this.#random, 32).toUpperCase();
  }
}
