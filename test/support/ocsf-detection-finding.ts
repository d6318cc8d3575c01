/**
 * OCSF 1.4.0's Detection Finding as far as Rolepath writes it, from https://github.com/ocsf/ocsf-schema at that version: what is required,
 * which attributes there are at all, what type each has and what its numbers mean. Anything else is refused.
 */
import { z } from 'zod';

/** Captions by id, each pair as events and objects of the schema define it. */
const captions = {
  severity: { 0: 'Unknown', 1: 'Informational', 2: 'Low', 3: 'Medium', 4: 'High', 5: 'Critical', 6: 'Fatal' },
  status: { 0: 'Unknown', 1: 'New', 2: 'In Progress', 3: 'Suppressed', 4: 'Resolved', 5: 'Archived' },
  activity: { 0: 'Unknown', 1: 'Create', 2: 'Update', 3: 'Close' },
  account: { 3: 'AWS IAM User', 4: 'AWS IAM Role', 10: 'AWS Account' },
  analytic: { 0: 'Unknown', 1: 'Rule', 2: 'Behavioral', 3: 'Statistical', 6: 'Tagging', 9: 'Exact Data Match' },
  observable: { 10: 'Resource UID', 34: 'Account Name', 35: 'Account UID', 38: 'Resource Name' },
} as const;

/** `type` of the value at `path` below it must be the caption of its number. */
const agrees =
  (of: keyof typeof captions, id: string, caption: string) =>
  (value: Readonly<Record<string, unknown>>): boolean =>
    (captions[of] as Readonly<Record<number, string>>)[Number(value[id])] === value[caption];

const text = z.string().min(1);
const texts = z.array(z.string());
/** `timestamp_t`: milliseconds. Seconds or microseconds would lie outside of this century. */
const timestamp = z.int().min(Date.UTC(2000)).max(Date.UTC(2100));
/** `json_t`. */
const json = z.json();

const account = z
  .strictObject({ uid: text, name: text, type: text, type_id: z.int() })
  .refine(agrees('account', 'type_id', 'type'), 'type is not the caption of type_id');

const observable = z
  .strictObject({ name: text, type: text, type_id: z.int(), value: text })
  .refine(agrees('observable', 'type_id', 'type'), 'type is not the caption of type_id');

export const detectionFindingSchema = z
  .strictObject({
    class_uid: z.literal(2004),
    class_name: z.literal('Detection Finding'),
    category_uid: z.literal(2),
    category_name: z.literal('Findings'),
    activity_id: z.int(),
    activity_name: text,
    type_uid: z.int(),
    type_name: text,
    severity_id: z.int(),
    severity: text,
    status_id: z.int(),
    status: text,
    is_alert: z.boolean(),
    time: timestamp,
    message: text,
    comment: text.optional(),
    metadata: z.strictObject({
      version: z.literal('1.4.0'),
      product: z.strictObject({ name: text, vendor_name: text, version: text }),
      profiles: z.array(z.enum(['cloud'])),
      log_name: text,
      event_code: text,
      uid: text,
    }),
    /** Required by the profile `cloud`. */
    cloud: z.strictObject({ provider: z.literal('AWS'), account: account.optional() }),
    finding_info: z.strictObject({
      uid: text,
      title: text,
      desc: text,
      created_time: timestamp,
      analytic: z
        .strictObject({ name: text, uid: text, type: text, type_id: z.int() })
        .refine(agrees('analytic', 'type_id', 'type'), 'type is not the caption of type_id'),
      data_sources: texts,
      types: texts,
    }),
    remediation: z.strictObject({ desc: text, references: z.array(z.url()) }),
    resources: z.array(z.strictObject({ uid: text, name: z.string(), type: text, labels: texts.optional() })),
    observables: z.array(observable),
    /** At least one of its attributes must be there; Rolepath has `data`. */
    evidences: z.array(z.strictObject({ data: json })).min(1),
    unmapped: z.record(z.string(), json),
  })
  .refine((event) => event.type_uid === event.class_uid * 100 + event.activity_id, 'type_uid is not class_uid * 100 + activity_id')
  .refine((event) => event.type_name === `${event.class_name}: ${event.activity_name}`, 'type_name is not class and activity')
  .refine(agrees('activity', 'activity_id', 'activity_name'), 'activity_name is not the caption of activity_id')
  .refine(agrees('severity', 'severity_id', 'severity'), 'severity is not the caption of severity_id')
  .refine(agrees('status', 'status_id', 'status'), 'status is not the caption of status_id')
  .refine(
    ({ observables, resources, cloud, evidences }) =>
      observables.every(({ name, value }) => {
        if (name === 'resources[].uid') return resources.some(({ uid }) => uid === value);
        if (name === 'cloud.account.uid') return cloud.account?.uid === value;
        return name === 'evidences[].data.chain' && JSON.stringify(evidences).includes(JSON.stringify(value));
      }),
    'an observable points to what is not there',
  );

export type DetectionFinding = z.infer<typeof detectionFindingSchema>;
